"""Seeded mistakes: each spoils a sound pack in one way, and its docstring is all that is then said.

A line of the docstring that is indented further goes on with the line before.
"""

from collections.abc import Callable
from inspect import cleandoc

import pytest
from pack_on_disk import PackOnDisk

Mistake = Callable[[PackOnDisk], None]
MISTAKES: list[Mistake] = []


def mistake(spoil: Mistake) -> Mistake:
    """Enter a mistake in the list."""
    MISTAKES.append(spoil)
    return spoil


def messages(docstring: str | None) -> list[str]:
    """Give the messages that a docstring expects."""
    found: list[str] = []
    # Python 3.13 takes the indentation off a docstring, and older ones don't.
    for line in cleandoc(docstring or "").split("\n"):
        if line.startswith("    "):
            found[-1] += f" {line.strip()}"
        elif line.strip():
            found.append(line.strip())
    return found


BACK = "sequences/chronic-low-back-pain.toml"
SPASM = "sequences/muscle-spasm.toml"
SCAR = "sequences/post-surgical-scar.toml"
TECHNIQUE = "technique.toml"
RULES = "contraindications.toml"
REFERENCES = "references.toml"


@mistake
def misspelt_muscle(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:60: step press-flank: targets: no muscle
        "quadratus-lumborun" in the vocabulary; nearest: quadratus-lumborum,
        quadratus-femoris, quadratus-plantae
    """
    pack.swap(BACK, '"quadratus-lumborum"', '"quadratus-lumborun"')


@mistake
def name_instead_of_id(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:60: step press-flank: targets: no muscle "QL" in
        the vocabulary; write quadratus-lumborum
    """
    pack.swap(BACK, '"quadratus-lumborum"', '"QL"')


@mistake
def falling_range(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:53: step glide: minutes: [3, 2, 6]: least 3,
        typical 2, most 6 must not fall; did you mean [2, 3, 6]?
    """
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [3, 2, 6]")


@mistake
def falling_pair(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:62: step press-flank: minutes: [5, 3]: they must
        not fall; did you mean [3, 5]?
    """
    pack.swap(BACK, "minutes = [3, 5]", "minutes = [5, 3]")


@mistake
def range_of_four(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:53: step glide: minutes: needs whole numbers, as 3,
        [2, 4] or [2, 3, 4], not [3, 4, 5, 6]
    """
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [3, 4, 5, 6]")


@mistake
def misspelt_key_in_every_step(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:24: [every_step]: "postions" isn't known here;
        nearest: positions, points, repetitions
    """
    pack.swap(BACK, "positions = [", "postions = [")


@mistake
def position_without_access(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:24: step finish: buttock can't be reached supine;
        it can prone, side-lying
    sequences/chronic-low-back-pain.toml:24: step glide: upper-back can't be reached supine;
        it can prone, side-lying, seated
    sequences/chronic-low-back-pain.toml:24: step press-buttock: buttock can't be reached
        supine; it can prone, side-lying
    """
    pack.swap(BACK, 'positions = ["prone", "side-lying"]', 'positions = ["supine", "side-lying"]')


@mistake
def key_under_the_wrong_header(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:81: step finish: "rationale" isn't known here; it
        belongs under [indication]: in TOML a line belongs to the nearest [header] above it
    """
    pack.swap(BACK, "minutes = 4\n", 'minutes = 4\nrationale = "Because."\n')


@mistake
def basis_nowhere(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:22: [every_step]: "basis" is missing in 4 steps
        (lines 43, 54, 65 ...); say it once here, or in each of them
    """
    pack.swap(BACK, 'goal = "relieve-pain"\nbasis = "editorial"\n', 'goal = "relieve-pain"\n')


@mistake
def curly_quotes(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:76: [[step]]: curly quotes; use the straight ones:
        " " (a word processor changes them)
    """
    pack.swap(BACK, 'id = "finish"', "id = \u201cfinish\u201d")


@mistake
def number_in_quotes(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:38: [pattern.press]: rest_seconds: needs whole
        numbers, as 3, [2, 4] or [2, 3, 4], not the text "10"; write 10 without quotes
    """
    pack.swap(BACK, "rest_seconds = 10", 'rest_seconds = "10"')


@mistake
def months(pack: PackOnDisk) -> None:
    """
    contraindications.toml:5: contraindication fresh-injection: until: needs a time such as
        "72 hours", "10 days" or "6 weeks", not the text "6 months"
    """
    pack.swap(RULES, '"72 hours"', '"6 months"')


@mistake
def yes_for_a_number(pack: PackOnDisk) -> None:
    """technique.toml:9: [technique]: highest_pressure: needs a whole number, not true"""
    pack.swap(TECHNIQUE, "highest_pressure = 4", "highest_pressure = true")


@mistake
def fraction_for_a_number(pack: PackOnDisk) -> None:
    """
    technique.toml:9: [technique]: highest_pressure: needs a whole number, not the number
        3.5
    """
    pack.swap(TECHNIQUE, "highest_pressure = 4", "highest_pressure = 3.5")


@mistake
def word_for_a_list(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:47: step glide: manoeuvres: needs a list, not the
        text "effleurage"; write ["effleurage"]
    """
    pack.swap(BACK, 'manoeuvres = ["effleurage"]', 'manoeuvres = "effleurage"')


@mistake
def number_for_a_text(pack: PackOnDisk) -> None:
    """
    technique.toml:5: [technique]: name: needs text in quotes, not the number 7; write "7"
    """
    pack.swap(TECHNIQUE, 'name = "Warm stones"', "name = 7")


@mistake
def same_step_twice(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:76: step glide: id: "glide" is there twice; the
        first is in line 44
    """
    pack.swap(BACK, 'id = "finish"', 'id = "glide"')


@mistake
def unknown_pattern(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:77: step finish: like: no [pattern.rset] here or in
        technique.toml; nearest: rest
    """
    pack.swap(BACK, 'like = "rest"', 'like = "rset"')


@mistake
def target_elsewhere(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:60: step press-flank: quadratus-lumborum is worked
        in flank, not in posterior-thigh
    """
    pack.swap(BACK, 'regions = ["lower-back"]', 'regions = ["posterior-thigh"]')


@mistake
def nowhere(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:75: step finish: where? name its regions, or its
        targets
    """
    pack.swap(BACK, 'regions = ["lower-back", "buttock"]\n', "")


@mistake
def harder_than_the_technique(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:35: [pattern.press]: pressure: 5 is over the
        technique's highest_pressure, 4
    """
    pack.swap(BACK, "pressure = 3\n", "pressure = [3, 5]\n")


@mistake
def pressure_off_the_scale(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:35: [pattern.press]: pressure: needs Walton levels
        from 0 to 5: one, or [lowest useful, wanted], not the number 7
    """
    pack.swap(BACK, "pressure = 3\n", "pressure = 7\n")


@mistake
def no_minutes_and_no_dose(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:75: step finish: "minutes" is missing, and there
        are no hold_seconds to count them from
    """
    pack.swap(BACK, "minutes = 4\n", "")


@mistake
def dose_that_does_not_fit(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:62: step press-flank: the least dose takes 3.5
        minutes and doesn't fit into 1
    """
    pack.swap(BACK, "minutes = [3, 5]", "minutes = 1\npoints = 4")


@mistake
def unknown_group(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:58: step press-flank: no [group.spots] in this
        file; nearest: points
    """
    pack.swap(BACK, 'group = "points"', 'group = "spots"')


@mistake
def unknown_phase(pack: PackOnDisk) -> None:
    """sequences/post-surgical-scar.toml:45: step roll: no [[phase]] "over" in this file"""
    pack.swap(SCAR, 'phases = ["on"]', 'phases = ["over"]')


@mistake
def unknown_state(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:73: step press-buttock: provides 1: state: no state
        "hot" in the vocabulary; there are warm, located, lengthened, closed, outflow-open
    """
    pack.swap(BACK, "warm(buttock)", "hot(buttock)")


@mistake
def malformed_need(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:73: step press-buttock: provides: needs a state, or
        a state and a region as state(region), not the text "warm in the buttock"
    """
    pack.swap(BACK, "warm(buttock)", "warm in the buttock")


@mistake
def stage_without_work(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:3: [indication]: grade: acute is indicated, but no
        step treats in it
    sequences/chronic-low-back-pain.toml:7: [indication]: stage_reasons: acute is indicated,
        and needs no reason
    """
    pack.swap(
        BACK, 'grade = { subacute = "C", chronic = "B" }', 'grade = { acute = "D", chronic = "B" }'
    )


@mistake
def graded_against(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:3: [indication]: grade: X is never indicated: leave
        the stage out and say why in stage_reasons, or in [[not_indicated]] of
        technique.toml
    """
    pack.swap(BACK, 'chronic = "B" }', 'chronic = "X" }')


@mistake
def no_such_grade(pack: PackOnDisk) -> None:
    """sequences/muscle-spasm.toml:9: [indication]: grade: "E" isn't one of A, B, C, D, X"""
    pack.swap(SPASM, 'grade = "D"', 'grade = "E"')


@mistake
def letter_without_stages(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:9: [indication]: grade: "stages" is missing: with one
        letter, name the stages that it is for
    """
    pack.swap(SPASM, 'grade = "D"\nstages = ["chronic"]\n', 'grade = "D"\n')


@mistake
def reason_for_no_stage(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:14: [indication]: stage_reasons: no stage "acut"; nearest:
        acute, subacute
    """
    pack.swap(SPASM, '"acute: nothing warm on a fresh spasm."', '"acut: nothing warm."')


@mistake
def reason_for_an_indicated_stage(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:7: [indication]: stage_reasons: chronic is
        indicated, and needs no reason
    """
    pack.swap(BACK, '"acute: warmth', '"chronic: warmth')


@mistake
def indicated_and_not_indicated(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:1: [indication]: technique.toml says that it isn't
        indicated in early-subacute, late-subacute, chronic
    technique.toml:48: not_indicated 1: conditions: chronic-low-back-pain isn't indicated,
        and has a sequence: chronic-low-back-pain.toml
    """
    pack.swap(TECHNIQUE, '["fibromyalgia"]', '["fibromyalgia", "chronic-low-back-pain"]')


@mistake
def indicated_and_not_indicated_in_one_stage(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:1: [indication]: technique.toml says that it isn't
        indicated in chronic
    """
    pack.swap(
        TECHNIQUE,
        'conditions = ["fibromyalgia"]\n',
        'conditions = ["chronic-low-back-pain"]\nstages = ["chronic"]\n',
    )


@mistake
def file_named_for_nothing(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pane.toml: the file's name: no condition
        "chronic-low-back-pane" in the vocabulary; nearest: chronic-low-back-pain
    """
    pack.write("sequences/chronic-low-back-pane.toml", pack.text(BACK))


@mistake
def place_not_named(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:4: [sequence]: muscle-spasm can sit in several places: name
        the ones these steps are for, as [sequence] regions = [...]
    """
    pack.swap(SPASM, 'regions = ["lower-back", "upper-back"]\n', "")


@mistake
def place_where_there_is_only_one(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:83: [sequence]: regions: chronic-low-back-pain
        always sits in the same place; leave regions out
    """
    pack.add(BACK, '\n[sequence]\nregions = ["lower-back"]\n')


@mistake
def borrowed_from_nobody(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:1: steps_from: there is no sequence "low-back-pain";
        nearest: chronic-low-back-pain
    """
    pack.swap(SPASM, 'steps_from = "chronic-low-back-pain"', 'steps_from = "low-back-pain"')


@mistake
def without_a_step_that_is_not_there(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:2: without: no step "press-butock" in
        sequences/chronic-low-back-pain.toml; nearest: press-buttock, press-flank
    """
    pack.swap(SPASM, 'without = ["press-buttock"]', 'without = ["press-butock"]')


@mistake
def change_of_a_step_that_is_not_there(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:23: [change.step.press-flanks]: no step "press-flanks" to
        change; nearest: press-flank
    """
    pack.swap(SPASM, "[change.step.press-flank]", "[change.step.press-flanks]")


@mistake
def wrong_in_a_change(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:24: [change.step.press-flank]: pressure: 5 is over the
        technique's highest_pressure, 4
    """
    pack.swap(SPASM, "pressure = 2\n", "pressure = 5\n")


@mistake
def wrong_in_the_lender(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:53: step glide: minutes: [3, 4, 2]: least 3,
        typical 4, most 2 must not fall; did you mean [2, 3, 4]?
    """
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [3, 4, 2]")


@mistake
def steps_borrowed_and_own(pack: PackOnDisk) -> None:
    """
    sequences/muscle-spasm.toml:27: step: not in a file with steps_from; [change.step.ID]
        changes a borrowed step
    """
    pack.add(SPASM, '\n[[step]]\nid = "more"\n')


@mistake
def single_brackets(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:55: [step] is there twice; a list of them needs two
        brackets each: [[step]]
    """
    for _ in range(4):
        pack.swap(BACK, "[[step]]", "[step]")


@mistake
def section_as_a_number(pack: PackOnDisk) -> None:
    """
    sequences/post-surgical-scar.toml:1: permission: needs a table, not the number 3
    sequences/post-surgical-scar.toml:11: "other" isn't known here
    """
    pack.swap(
        SCAR,
        '[permission]\nwho = "surgeon"\nfor_what = "work on the scar"\nvalid_weeks = 12\n',
        "[other]\n",
    )
    pack.write(SCAR, "permission = 3\n" + pack.text(SCAR))


@mistake
def new_factor(pack: PackOnDisk) -> None:
    """
    contraindications.toml:12: contraindication thin-bone: factor: no factor "osteoporose"
        in the vocabulary; nearest: osteoporosis
    """
    pack.swap(RULES, '"osteoporosis"', '"osteoporose"')


@mistake
def window_without_a_date(pack: PackOnDisk) -> None:
    """
    contraindications.toml:14: contraindication thin-bone: until: osteoporosis has no date,
        so nobody could say when the window is
    """
    pack.swap(RULES, 'verdict = "caution"', 'verdict = "caution"\nuntil = "6 weeks"')


@mistake
def window_that_never_opens(pack: PackOnDisk) -> None:
    """
    contraindications.toml:6: contraindication fresh-injection: until: the window ends
        before it begins
    """
    pack.swap(RULES, 'until = "72 hours"', 'from = "2 weeks"\nuntil = "10 days"')


@mistake
def site_of_what_has_none(pack: PackOnDisk) -> None:
    """
    contraindications.toml:16: contraindication thin-bone: limits 2: at: osteoporosis has no
        place; name regions instead of site
    """
    pack.swap(RULES, 'at = ["upper-back", "lower-back"]', 'at = "site"')


@mistake
def regional_without_limits(pack: PackOnDisk) -> None:
    """
    contraindications.toml:1: contraindication fresh-injection: regional needs limits: what
        is lowered, barred or kept off there
    """
    pack.swap(RULES, 'limits = [{ at = "site", hand_widths = 1, keep_off = true }]\n', "")


@mistake
def limit_that_limits_nothing(pack: PackOnDisk) -> None:
    """contraindications.toml:15: contraindication thin-bone: limits: limits nothing"""
    pack.swap(RULES, "{ max_pressure = 3 }", "{ hand_widths = 2 }")


@mistake
def limit_off_the_scale(pack: PackOnDisk) -> None:
    """
    contraindications.toml:15: contraindication thin-bone: limits 1: max_pressure: -3 isn't
        from 0 to 5
    """
    pack.swap(RULES, "{ max_pressure = 3 }", "{ max_pressure = -3 }")


@mistake
def clearance_by_nobody(pack: PackOnDisk) -> None:
    """
    contraindications.toml:22: contraindication blood-thinner: clearance needs
        clearance_from: who may permit it
    """
    pack.swap(RULES, 'clearance_from = "the prescriber"\n', "")


@mistake
def verdict_of_its_own(pack: PackOnDisk) -> None:
    """
    contraindications.toml:13: contraindication thin-bone: verdict: "cautious" isn't one of
        caution, regional, clearance, absolute, emergency
    """
    pack.swap(RULES, 'verdict = "caution"', 'verdict = "cautious"')


@mistake
def rule_about_everything(pack: PackOnDisk) -> None:
    """
    contraindications.toml:26: contraindication blood-thinner: work: says nothing, and so
        would be about every step
    """
    pack.swap(RULES, 'work = { elements = ["compression"], pressure_from = 3 }', "work = {}")


@mistake
def unknown_element(pack: PackOnDisk) -> None:
    """
    contraindications.toml:26: contraindication blood-thinner: work: elements: no element
        "pressing" in the vocabulary; nearest: compression, percussion
    """
    pack.swap(RULES, 'elements = ["compression"]', 'elements = ["pressing"]')


@mistake
def no_contraindications(pack: PackOnDisk) -> None:
    """
    contraindications.toml: there is no such file; a pack says whom it could harm, or  none
        = "reason"
    """
    pack.remove(RULES)


@mistake
def empty_contraindications(pack: PackOnDisk) -> None:
    """
    contraindications.toml:1: has no [[contraindication]]; if there truly is none, say  none
        = "reason"
    """
    pack.write(RULES, "# still to come\n")


@mistake
def reason_and_contraindications(pack: PackOnDisk) -> None:
    """
    contraindications.toml:1: none: none = "reason" stands alone, in a pack without any
        contraindication
    """
    pack.write(RULES, 'none = "stones are harmless"\n' + pack.text(RULES))


@mistake
def uncited_reference_that_is_not_there(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:8: [indication]: references: no reference
        "stone-2011" in references.toml; nearest: stone-2001
    """
    pack.swap(BACK, '"stone-2001"', '"stone-2011"')


@mistake
def reference_of_no_kind(pack: PackOnDisk) -> None:
    """
    references.toml:3: reference stone-2001: kind: "triel" isn't one of systematic-review,
        trial, case-series, case-report, guideline, survey, standard, book, page
    """
    pack.swap(REFERENCES, 'kind = "trial"', 'kind = "triel"')


@mistake
def doi_with_a_prefix(pack: PackOnDisk) -> None:
    """references.toml:7: reference stone-2001: doi: a doi begins with 10."""
    pack.swap(REFERENCES, '"10.1000/stones"', '"https://doi.org/10.1000/stones"')


@mistake
def no_format(pack: PackOnDisk) -> None:
    """technique.toml:1: begins with  format = 1"""
    pack.swap(TECHNIQUE, "format = 1\n", "")


@mistake
def newer_format(pack: PackOnDisk) -> None:
    """technique.toml:1: format: this version of palpate reads format = 1, not 2"""
    pack.swap(TECHNIQUE, "format = 1\n", "format = 2\n")


@mistake
def empty_selector(pack: PackOnDisk) -> None:
    """technique.toml:32: cap press-region: of: says nothing, and so would be about every step"""
    pack.swap(TECHNIQUE, 'of = { elements = ["compression"] }', "of = {}")


@mistake
def rule_with_one_side(pack: PackOnDisk) -> None:
    """
    technique.toml:37: combination_rule stones-before-stretching: "then" is missing: before
        is about two kinds of work
    """
    pack.swap(TECHNIQUE, 'then = { elements = ["stretch"] }\n', "")


@mistake
def rule_of_its_own(pack: PackOnDisk) -> None:
    """
    technique.toml:39: combination_rule stones-before-stretching: rule: "after" isn't one of
        before, followed-by, never-together, one-technique, counts-together, gap
    """
    pack.swap(TECHNIQUE, 'rule = "before"', 'rule = "after"')


@mistake
def days_without_a_gap(pack: PackOnDisk) -> None:
    """
    technique.toml:40: combination_rule stones-before-stretching: days: days belong to gap,
        and gap needs them
    """
    pack.swap(TECHNIQUE, 'rule = "before"', 'rule = "before"\ndays = 2')


@mistake
def lowest_over_highest(pack: PackOnDisk) -> None:
    """technique.toml:8: [technique]: lowest_useful_pressure: 5 is over highest_pressure, 4"""
    pack.swap(TECHNIQUE, "lowest_useful_pressure = 2", "lowest_useful_pressure = 5")


@mistake
def pattern_on_a_pattern(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:32: [pattern.press]: like: "like" belongs in a
        [[step]]; patterns don't build on patterns
    """
    pack.swap(BACK, "[pattern.press]\n", '[pattern.press]\nlike = "rest"\n')


@mistake
def id_in_capitals(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:76: step The finish: id: "The finish" must be
        lower-case letters, digits and hyphens, as warm-up-2
    """
    pack.swap(BACK, 'id = "finish"', 'id = "The finish"')


@mistake
def line_break_in_a_text(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:78: step finish: instruction: a line break can't be
        printed here; write one line of plain text
    """
    pack.swap(BACK, 'stroke the whole back."', 'stroke the whole\\nback."')


@mistake
def escape_code_in_a_text(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:78: step finish: instruction: the character U+001B
        can't be printed here; write one line of plain text
    """
    pack.swap(BACK, 'stroke the whole back."', 'stroke \\u001b[2J the back."')


@mistake
def missing_technique(pack: PackOnDisk) -> None:
    """technique.toml: there is no such file"""
    pack.remove(TECHNIQUE)


@mistake
def two_broken_blocks(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:45: [[step]]: not TOML 1.0: a word stands in
        straight quotes, as "word"
    sequences/chronic-low-back-pain.toml:80: [[step]]: not TOML 1.0: write  key = value,
        with _ instead of spaces in the key
    """
    pack.swap(BACK, 'id = "glide"', "id = glide")
    pack.swap(BACK, "minutes = 4\n", "minutes 4\n")


@mistake
def same_key_twice(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:81: [[step]]: "minutes" is said twice; keep
        one of the two
    """
    pack.swap(BACK, "minutes = 4\n", "minutes = 4\nminutes = 5\n")


@mistake
def inline_table_over_lines(pack: PackOnDisk) -> None:
    """
    sequences/chronic-low-back-pain.toml:3: [indication]: an inline table { } stands on one
        line, without a comma at its end (TOML 1.0)
    """
    pack.swap(BACK, '{ subacute = "C", chronic = "B" }', '{ subacute = "C",\n  chronic = "B" }')


@mistake
def many_at_once(pack: PackOnDisk) -> None:
    """
    contraindications.toml:5: contraindication fresh-injection: until: needs a time such as
        "72 hours", "10 days" or "6 weeks", not the text "6 months"
    contraindications.toml:12: contraindication thin-bone: factor: no factor "osteoporose"
        in the vocabulary; nearest: osteoporosis
    sequences/chronic-low-back-pain.toml:38: [pattern.press]: rest_seconds: needs whole
        numbers, as 3, [2, 4] or [2, 3, 4], not the text "10"; write 10 without quotes
    sequences/chronic-low-back-pain.toml:53: step glide: minutes: [3, 2, 6]: least 3,
        typical 2, most 6 must not fall; did you mean [2, 3, 6]?
    sequences/chronic-low-back-pain.toml:60: step press-flank: targets: no muscle
        "quadratus-lumborun" in the vocabulary; nearest: quadratus-lumborum,
        quadratus-femoris, quadratus-plantae
    technique.toml:16: [review]: status: "sined" isn't one of unsigned, signed
    """
    pack.swap(BACK, '"quadratus-lumborum"', '"quadratus-lumborun"')
    pack.swap(BACK, "minutes = [3, 4, 6]", "minutes = [3, 2, 6]")
    pack.swap(BACK, "rest_seconds = 10", 'rest_seconds = "10"')
    pack.swap(RULES, '"72 hours"', '"6 months"')
    pack.swap(RULES, '"osteoporosis"', '"osteoporose"')
    pack.swap(TECHNIQUE, 'status = "unsigned"', 'status = "sined"')


@pytest.mark.parametrize("spoil", MISTAKES, ids=lambda spoil: spoil.__name__)
def test_says_what_is_wrong_and_where(spoil: Mistake, pack: PackOnDisk) -> None:
    """Exactly the docstring is said: nothing is missing, nothing follows from anything else."""
    spoil(pack)
    assert pack.errors() == messages(spoil.__doc__)


def test_the_pack_is_sound_before_it_is_spoilt(pack: PackOnDisk) -> None:
    """Without a mistake there is nothing to say, not even a warning."""
    assert pack.check() == ()
