"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  /* What is kept lives in this browser only; where it may not, the page works without it. */
  const kept = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* not kept */ } },
  };

  function pageTools() {
    const root = document.documentElement;
    const theme = kept.read("palpate-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    byId("theme").hidden = false;
    byId("theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      kept.write("palpate-theme", root.dataset.theme);
    });
    byId("print").hidden = false;
    byId("print").addEventListener("click", () => print());
  }

  pageTools();
  const source = byId("session-data");
  if (!source) return;
  const { key, steps, words } = JSON.parse(source.textContent);
  const total = steps.reduce((sum, step) => sum + step.seconds, 0);
  const FORGET_AFTER = 12 * 3600;
  const SOON = 30;
  const SOON_TURN = [60, 15];
  const SMALLEST = 0.45;
  const dialog = byId("timer");

  /* The session's clock: `at` seconds when it was last set, `since` the wall clock then; null is paused. */
  let state = { at: 0, since: null, sound: true };
  let shown = -1;
  let announced = "";
  let fitted = null;
  let audio = null;
  let lock = null;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const now = () => Math.min(total, state.since === null ? state.at
    : state.at + (Date.now() - state.since) / 1000);
  const running = () => state.since !== null;
  const over = () => now() >= total;
  const indexAt = (seconds) => {
    let found = 0;
    steps.forEach((step, index) => { if (step.start <= seconds + 0.001) found = index; });
    return found;
  };
  const clock = (seconds) => {
    const whole = Math.max(0, Math.ceil(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  function save() { kept.write(key, { ...state, saved: Date.now() }); }

  function restore() {
    const found = kept.read(key);
    if (!found || typeof found.at !== "number" || Date.now() - found.saved > FORGET_AFTER * 1000) return;
    state = { at: found.at, since: typeof found.since === "number" ? found.since : null, sound: found.sound !== false };
    if (over()) state = { at: 0, since: null, sound: state.sound };
  }

  function tone(times, pitch) {
    if (!state.sound || !audio) return;
    for (let i = 0; i < times; i += 1) {
      const from = audio.currentTime + i * 0.28;
      const wave = audio.createOscillator();
      const volume = audio.createGain();
      wave.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, from);
      volume.gain.exponentialRampToValueAtTime(0.3, from + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.22);
      wave.connect(volume).connect(audio.destination);
      wave.start(from);
      wave.stop(from + 0.25);
    }
  }

  function flash() {
    dialog.classList.remove("flash");
    void dialog.offsetWidth;
    dialog.classList.add("flash");
  }

  function wakeSound() {
    try {
      audio = audio || new AudioContext();
      if (audio.state === "suspended") audio.resume();
    } catch { audio = null; }
  }

  async function stayAwake() {
    if (!running() || lock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
      byId("timer-awake").textContent = words.awake;
    } catch { byId("timer-awake").textContent = words.asleep; }
  }

  function letSleep() { if (lock) { lock.release(); lock = null; } byId("timer-awake").textContent = ""; }

  function set(seconds, run) {
    state.at = Math.min(Math.max(0, seconds), total);
    state.since = run && state.at < total ? Date.now() : null;
    announce("", 0, 0);
    if (shown >= 0) showStep(shown);
    save();
    if (state.since === null) letSleep(); else stayAwake();
    draw();
  }

  function go() {
    wakeSound();
    if (over()) set(0, true); else set(now(), !running());
  }

  function step(by) {
    wakeSound();
    const here = indexAt(now());
    const into = now() - steps[here].start;
    let target = here + by;
    if (by < 0 && into > 3) target = here;
    if (target >= steps.length) set(total, false);
    else set(steps[Math.max(0, target)].start, running());
  }

  function again() { set(0, false); }

  function turns(index) {
    return steps[index].turn || (index > 0 && steps[index].position !== steps[index - 1].position);
  }

  function nameOf(index) {
    const next = steps[index];
    return next.turn ? `${next.position}. ${next.what}` : next.what;
  }

  function announce(text, times, pitch) {
    if (announced === text) return;
    announced = text;
    byId("timer-soon").textContent = text;
    if (text && running()) tone(times, pitch);
  }

  function announceAhead(index, left) {
    const last = index + 1 >= steps.length;
    const turn = !last && turns(index + 1);
    const ahead = (turn ? SOON_TURN : [SOON]).filter((s) => left <= s && s < steps[index].seconds).pop();
    if (ahead === undefined) { announce("", 0, 0); return; }
    if (last) announce(fill(words["end-soon"], { seconds: ahead }), 1, 520);
    else announce(fill(turn ? words["soon-turn"] : words.soon, { seconds: ahead, what: nameOf(index + 1) }), 1, 520);
  }

  /* The type of a step is as big as its text leaves room for: no caution is cut off. */
  function fit() {
    const box = dialog.querySelector(".timer-now");
    let scale = 1;
    do {
      box.style.setProperty("--fit", String(scale));
      scale -= 0.05;
    } while (scale > SMALLEST && box.scrollHeight > box.clientHeight);
  }

  function showStep(index) {
    const here = steps[index];
    byId("timer-what").textContent = here.what;
    byId("timer-detail").textContent = here.where;
    byId("timer-position").textContent = here.position;
    byId("timer-pressure").textContent = here.pressureSaid;
    const chip = byId("timer-chip");
    chip.textContent = here.letters;
    chip.className = here.letters ? `chip tone-${here.tone}` : "";
    byId("timer-mind").replaceChildren(...here.mind.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    byId("timer-of").textContent = fill(words.of, { step: index + 1, steps: steps.length });
    const last = index + 1 >= steps.length;
    byId("timer-next").textContent = last ? words.last
      : fill(turns(index + 1) ? words["then-turn"] : words.then, { what: nameOf(index + 1) });
    document.querySelectorAll("[aria-current=step]").forEach((each) => each.removeAttribute("aria-current"));
    const begun = running() || state.at > 0;
    if (dialog.open) fit();
    if (begun) byId(`step-${index + 1}`)?.setAttribute("aria-current", "step");
    document.querySelectorAll(".bars [data-step]").forEach((each) => {
      each.classList.toggle("now", begun && Number(each.dataset.step) === index + 1);
    });
  }

  function draw() {
    const seconds = now();
    const index = indexAt(Math.min(seconds, total - 0.01));
    if (index !== shown) {
      const first = shown === -1;
      shown = index;
      showStep(index);
      if (!first) { tone(turns(index) ? 3 : 2, turns(index) ? 660 : 880); flash(); }
    }
    const left = steps[index].start + steps[index].seconds - seconds;
    byId("timer-left").textContent = clock(left);
    byId("timer-clock").textContent = fill(words["session-clock"], { now: clock(seconds), all: clock(total) });
    byId("timer-all").value = seconds / total;
    dialog.classList.toggle("turning", steps[index].turn);
    const waits = !running() && seconds > 0 && !over();
    if (over()) finish(); else if (waits) announce(words.paused, 0, 0); else announceAhead(index, left);
    dialog.classList.toggle("soon", running() && announced !== "");
    dialog.classList.toggle("waiting", waits || over());
    if (dialog.open && byId("timer-soon").textContent !== fitted) {
      fitted = byId("timer-soon").textContent;
      fit();
    }
    byId("timer-go").textContent = running() ? words.pause : waits ? words.resume : over() ? words.again : words.start;
    byId("timer-again").hidden = over();
    byId("timer-mute").hidden = !(running() && state.sound && (!audio || audio.state === "suspended"));
    byId("timer-sound").textContent = state.sound ? words["sound-on"] : words["sound-off"];
    byId("timer-sound").setAttribute("aria-pressed", String(state.sound));
    const open = byId("timer-open");
    open.dataset.time = running() ? clock(left) : "";
  }

  function finish() {
    announce(words.done, 0, 0);
    if (!running()) return;
    state.at = total;
    state.since = null;
    save();
    letSleep();
    tone(4, 520);
    flash();
  }

  function keys(event) {
    if (!dialog.open || event.altKey || event.ctrlKey || event.metaKey) return;
    const does = { " ": go, ArrowRight: () => step(1), ArrowLeft: () => step(-1) }[event.key];
    if (!does || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    does();
  }

  function touch() {
    let from = null;
    dialog.addEventListener("touchstart", (event) => { from = event.changedTouches[0]; }, { passive: true });
    dialog.addEventListener("touchend", (event) => {
      if (!from) return;
      const to = event.changedTouches[0];
      const across = to.clientX - from.clientX;
      if (Math.abs(across) > 80 && Math.abs(across) > 2 * Math.abs(to.clientY - from.clientY)) step(across < 0 ? 1 : -1);
      from = null;
    }, { passive: true });
  }

  function open() {
    if (!dialog.open) dialog.showModal();
    byId("timer-go").focus();
    stayAwake();
    fitted = null;
    draw();
  }

  restore();
  byId("timer-open").hidden = false;
  byId("timer-open").addEventListener("click", () => { wakeSound(); open(); });
  byId("timer-go").addEventListener("click", go);
  byId("timer-skip").addEventListener("click", () => step(1));
  byId("timer-back").addEventListener("click", () => step(-1));
  byId("timer-again").addEventListener("click", again);
  byId("timer-close").addEventListener("click", () => dialog.close());
  byId("timer-sound").addEventListener("click", () => { state.sound = !state.sound; save(); draw(); });
  document.addEventListener("keydown", keys);
  /* A browser lets no page sound before it is touched: after a reload the first touch anywhere will do. */
  document.addEventListener("pointerdown", wakeSound, { once: true });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); draw(); } });
  addEventListener("resize", () => { if (dialog.open) fit(); });
  touch();
  draw();
  if (running() || state.at > 0) open();
  setInterval(draw, 250);
})();
