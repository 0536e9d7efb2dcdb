"""Names from tags: runs of words, whole, the likelier of two that overlap."""

from dataclasses import replace

import numpy as np
import pytest

from tracker.extract.drafts import TITLE
from tracker.extract.encoder.spelled import chance_of, spelled_names
from tracker.extract.encoder.windows import Line, Reading, WindowMaker
from tracker.extract.legal_forms import end_without_form, without_form
from tracker.extract.named import Named, Party
from tracker.extract.spelled_names import in_full, taken_for_names, with_spelled

TEXT = "Tavistock Digital Realty leases halls to Quillon N.V. and to Nvidia"
NVIDIA = Party("NVIDIA", "nvidia", frozenset({"chip_maker"}), curated=True)
REALTY = Party("Digital Realty", "digital-realty", frozenset({"landlord"}), curated=True)
QUILLON = Party("Quillon N", "quillon-n", frozenset({"neocloud"}), curated=False)


def reading(maker: WindowMaker, *names: str, chance: float = 0.9) -> Reading:
    """TEXT as the encoder would read it if it saw just these names."""
    [window] = maker.windows([Line(0, 0, TEXT)])
    tags = np.zeros((len(window.ids), 3), np.float32)
    tags[:, 0] = 1.0
    for name in names:
        start = TEXT.index(name)
        first, last = window.pieces(0, start, start + len(name)) or (0, 0)
        tags[first:last] = (1 - chance, 0.0, chance)
        tags[first] = (1 - chance, chance, 0.0)
    return Reading(window, np.zeros((len(window.ids), 1), np.float16), tags)


def named(text: str, party: Party) -> Named:
    """A mention in TEXT."""
    start = TEXT.index(text)
    return Named(start, start + len(text), "COMPANY", "unknown", text, party)


def test_runs_of_words_are_names(maker: WindowMaker) -> None:
    """A name begins where the tag says so and goes on while it does."""
    found = spelled_names([reading(maker, "Tavistock Digital Realty", "Nvidia")], 0.5)
    assert [TEXT[n.start : n.end] for n in found] == ["Tavistock Digital Realty", "Nvidia"]
    assert found[0].chance == pytest.approx(0.9)
    assert spelled_names([reading(maker, "Nvidia", chance=0.6)], 0.7) == []


def test_chance_of_characters(maker: WindowMaker) -> None:
    """What the encoder thinks of a name that the rules found."""
    readings = [reading(maker, "Quillon")]
    at = TEXT.index("Quillon")
    assert chance_of(readings, 0, at, at + 7) == pytest.approx(0.9)
    assert chance_of(readings, 0, 0, 9) == pytest.approx(0.0)
    assert chance_of(readings, 3, 0, 9) is None


def test_a_new_name_becomes_a_party(maker: WindowMaker) -> None:
    """One that no rule saw, without its legal form."""
    [found] = with_spelled(TEXT, [], [reading(maker, "Quillon N.V")], title=False)
    assert found.party is not None
    assert (found.party.name, found.party.curated) == ("Quillon", False)


def test_a_longer_name_takes_the_place_of_a_shorter(maker: WindowMaker) -> None:
    """Known words inside a longer name are no mention of the company known by them."""
    shown = [reading(maker, "Tavistock Digital Realty")]
    names = [named("Digital Realty", REALTY)]
    [found] = with_spelled(TEXT, names, shown, title=False)
    assert found.party is not None
    assert found.party.name == "Tavistock Digital Realty"


def test_a_known_company_stays(maker: WindowMaker) -> None:
    """A curated name is certain, whatever the encoder thinks."""
    names = [named("Nvidia", NVIDIA)]
    assert with_spelled(TEXT, names, [reading(maker)], title=False) == names
    assert with_spelled(TEXT, names, [reading(maker, "Nvidia")], title=False) == names


def test_an_unlikely_name_of_the_rules_is_dropped(maker: WindowMaker) -> None:
    """What the encoder is sure names nobody is nobody."""
    names = [named("halls", Party("halls", "halls", frozenset(), curated=False))]
    assert with_spelled(TEXT, names, [reading(maker)], title=False) == []


def test_a_name_cut_short_is_mended_with_its_roles(maker: WindowMaker) -> None:
    """The party keeps what the text says of it."""
    names = [named("Quillon N", QUILLON)]
    [found] = with_spelled(TEXT, names, [reading(maker, "Quillon N.V")], title=False)
    assert found.party is not None
    assert (found.party.name, found.party.roles) == ("Quillon", frozenset({"neocloud"}))


def test_a_short_form_is_the_company_named_in_full_later(maker: WindowMaker) -> None:
    """Whichever of the two the text has first, and whoever saw it."""
    short = Party("Quillon", "quillon", frozenset(), curated=False)
    full = Party("Quillon Digital", "quillon-digital", frozenset(), curated=False)
    other = Party("Quill", "quill", frozenset(), curated=False)
    names = [named("Quillon", short), named("leases", full), named("halls", other)]
    assert [n.party for n in in_full(names, names)] == [full, full, other]


def test_the_order_of_two_of_one_name_does_not_count() -> None:
    """Seen in one place as a chip maker, in another as nothing: the same comes out."""
    short = Party("Etched", "etched", frozenset(), curated=False)
    plain = Party("Etched AI", "etched-ai", frozenset(), curated=False)
    maker_of_chips = replace(plain, roles=frozenset({"chip_maker"}))
    names = [named("Quillon", short), named("leases", plain), named("halls", maker_of_chips)]
    found = {str(in_full(names[:1], known)) for known in (names, names[::-1])}
    assert len(found) == 1
    assert "chip_maker" in found.pop()


def test_campuses_and_pairs_are_nobody_in_full() -> None:
    """A longer run of capitals is not always a longer name."""
    short = Party("Quillon", "quillon", frozenset(), curated=False)
    for longer in ("Quillon Campus", "Quillon + Harrow"):
        other = Party(longer, longer.lower(), frozenset(), curated=False)
        names = [named("Quillon", short), named("halls", other)]
        assert in_full(names, names) == names


def test_a_curated_company_is_never_renamed() -> None:
    """It has its name from the reference."""
    longer = Party("NVIDIA Ventures", "nvidia-ventures", frozenset(), curated=False)
    names = [named("Nvidia", NVIDIA), named("halls", longer)]
    assert in_full(names, names) == names


@pytest.mark.parametrize(
    ("text", "name", "without"),
    [
        ("with Eifel Cloud S.A. on a lease", "Eifel Cloud S", "Eifel Cloud"),
        ("for Kagayaki Compute K.K., owned", "Kagayaki Compute K", "Kagayaki Compute"),
        ("by Bravo Nube S.A. de C.V. in", "Bravo Nube S.A. de C", "Bravo Nube"),
        ("and Eifel S. à r.l. of", "Eifel S. à r", "Eifel"),
        ("and Eifel Sà r.l. of", "Eifel Sà r", "Eifel"),
        ("Vast.ai said", "Vast", "Vast"),
        ("Harrow Co. and others", "Harrow", "Harrow"),
    ],
)
def test_a_form_that_was_cut_is_no_part_of_the_name(text: str, name: str, without: str) -> None:
    """The encoder may end a name within "S.A."."""
    start = text.index(name)
    assert text[start : end_without_form(text, start, start + len(name))] == without


@pytest.mark.parametrize("form", ["Sàrl", "Sà r.l.", "S.à r.l.", "S.A.", "K.K.", "N.V."])
def test_a_form_is_no_part_of_a_name(form: str) -> None:
    """However it is spelled."""
    assert without_form(f"Eifel Cloud {form}") == "Eifel Cloud"


def test_a_headline_s_company_is_not_its_campus(maker: WindowMaker) -> None:
    """Though the text names only the campus."""
    short = Party("Quillon", "quillon", frozenset(), curated=False)
    campus = Party("Quillon Campus", "quillon-campus", frozenset(), curated=False)
    known = [named("halls", campus)]
    [found] = with_spelled(
        TEXT, [named("Quillon", short)], [reading(maker)], title=True, known=known
    )
    assert found.party == short


def test_a_title_name_with_its_form_is_taken_for_a_name(maker: WindowMaker) -> None:
    """The encoder's span may hold the legal form, that of the rules does not."""
    title = "Kagayaki Compute K.K. rents GPUs"
    [window] = maker.windows([Line(TITLE, 0, title)])
    tags = np.zeros((len(window.ids), 3), np.float32)
    tags[:, 0] = 1.0
    first, last = window.pieces(TITLE, 0, 20) or (0, 0)
    tags[first:last] = (0.1, 0.0, 0.9)
    tags[first] = (0.1, 0.9, 0.0)
    readings = [Reading(window, np.zeros((len(window.ids), 1), np.float16), tags)]
    party = Party("Kagayaki Compute", "kagayaki-compute", frozenset(), curated=False)
    name = Named(0, 16, "COMPANY", "unknown", "Kagayaki Compute", party)
    cut = Named(0, 8, "COMPANY", "unknown", "Kagayaki", party)
    assert taken_for_names(title, [name, cut], readings) == [name]


@pytest.mark.parametrize(("short", "full"), [("HIO", True), ("HO", True), ("TSX", False)])
def test_initials_in_brackets_are_the_company_before_them(short: str, full: bool) -> None:
    """Where they are its initials, in the text and in its title."""
    name = "Harrow Institute of Optics"
    text = f"{name} ({short}) rents. {short} pays."
    party = Party(name, "harrow-institute-of-optics", frozenset(), curated=False)
    letters = Party(short, short.lower(), frozenset(), curated=False)
    at = text.rindex(short)
    body = [
        Named(0, len(name), "COMPANY", "unknown", name, party),
        Named(at, at + len(short), "COMPANY", "weak", short, letters),
    ]
    found = with_spelled(text, body, [], title=False)
    assert [named.party == party for named in found] == [True, full]
    title = [Named(0, len(short), "COMPANY", "weak", short, letters)]
    [headed] = with_spelled(f"{short} rents halls", title, [], title=True, known=found)
    assert (headed.party == party) is full
