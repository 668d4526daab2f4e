"""Work that a cap makes lighter is other work: what rules say of light work is asked again."""

from hand_screened import ATLAS
from hand_screened import BRUISE
from hand_screened import THINNER
from hand_screened import own
from hand_screened import rule
from hand_screened import work
from test_adapt import STEP
from test_adapt import done
from test_adapt import limited
from test_adapt import refused

from palpate.combine.gate import Gate
from palpate.combine.gate import Guard
from palpate.combine.gate import Restriction
from palpate.model.patient import GivenFactor
from palpate.model.patient import Place
from palpate.model.safety import Limit
from palpate.model.work import Selector
from palpate.vocabulary import load_vocabulary

CALF = ATLAS.units(("calf",), 3)


def cap(level: int, name: str, **selector: object) -> Restriction:
    """Give a cap on some work."""
    return Restriction(Limit(max_pressure=level), name, work=Selector(**selector))  # type: ignore[arg-type]


def test_what_nobody_lowers_stays() -> None:
    """A cap at the pressure itself, or over it, lowers nothing and is named by nobody."""
    for level in (3, 4):
        gate = Gate((cap(level, "high"),), ())
        assert gate.lightened(work("calf"), CALF) == (work("calf"), "")


def test_lighter_work_meets_the_caps_of_light_work() -> None:
    """From 3 down to 2 by one rule, from there to 1 by a rule about work of 2 and less."""
    gate = Gate((cap(2, "first"), cap(1, "light", pressure_to=2)), ())
    assert gate.lightened(work("calf"), CALF) == (work("calf", pressure=1), "light")


def test_an_endangerment_site_lowers_too() -> None:
    """Its cap holds where the work lies inside it."""
    site = next(iter(load_vocabulary().endangerment_sites.values()))
    gate = Gate((), (Guard(site, frozenset(CALF), 1),))
    assert gate.lightened(work("calf"), CALF) == (
        work("calf", pressure=1),
        f"endangerment site: {site.name}",
    )


def test_light_work_that_is_barred_is_left_out() -> None:
    """A step that would have to be light is out where light work of its kind is barred."""
    light = rule("absolute", id="no-light", work=Selector(pressure_to=2))
    assert done(STEP, light).step == STEP
    reason, detail = refused(STEP, limited(max_pressure=2), light)
    assert (reason, detail.partition(":")[0]) == ("screening", "kept off")


def test_light_work_that_waits_says_so() -> None:
    """A clearance would open it."""
    light = own("clearance", id="no-light", work=Selector(pressure_to=2))
    reason, detail = refused(STEP, limited(max_pressure=2), light)
    assert (reason, detail.partition(":")[0]) == ("screening", "clearance first")


def test_light_work_is_put_where_light_work_may_be() -> None:
    """A position that is barred to light work is left."""
    down = rule("absolute", id="not-down", work=Selector(positions=("prone",), pressure_to=2))
    lowered = limited(max_pressure=2)
    given = (GivenFactor(THINNER), GivenFactor(BRUISE, Place("foot")))
    before, after = done(STEP, lowered, given=given), done(STEP, lowered, down, given=given)
    assert set(before.positions) - set(after.positions) == {"prone"}
