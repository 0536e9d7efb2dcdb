"""The curated companies and their names."""

from pathlib import Path

import pytest

from tracker.model.errors import BadReference
from tracker.model.ids import entity_id
from tracker.reference.companies import Companies, is_shouted, load_companies

EDGAR = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK="
SITE = 'source_url = "https://example.org"'


@pytest.fixture(scope="module")
def companies() -> Companies:
    """The shipped ones."""
    return load_companies()


def bad(tmp_path: Path, toml: str) -> str:
    """What loading a file with this text complains of."""
    path = tmp_path / "companies.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(BadReference) as caught:
        load_companies(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_the_shipped_file_is_large_and_sourced(companies: Companies) -> None:
    """There are at least 130 companies, each with a source, listed ones with EDGAR's page."""
    assert len(companies.all) >= 130
    for company in companies.all:
        assert company.company_id == entity_id(company.name)
        assert company.source_url.startswith("https://")
        if company.source_url.startswith(EDGAR):
            assert company.source_url == f"{EDGAR}{company.cik:010d}"
        else:
            assert company.cik is None


@pytest.mark.parametrize(
    "name",
    [
        *("Meta Platforms", "Alphabet", "NVIDIA", "AMD", "Broadcom", "Microsoft", "Amazon"),
        *("Oracle", "OpenAI", "Anthropic", "xAI", "SpaceX", "CoreWeave", "Nebius", "IREN"),
        *("Applied Digital", "Cipher Mining", "TeraWulf", "Hut 8", "Galaxy Digital", "Lambda"),
        *("Core Scientific", "Fluidstack", "Nscale", "Crusoe", "Mistral AI", "Intel", "Arm"),
        *("Marvell", "MediaTek", "Qualcomm", "TSMC", "Samsung", "SK hynix", "SoftBank"),
        *("Cerebras", "Groq", "SambaNova", "Huawei", "ByteDance", "G42", "Humain", "Dell"),
        *("Disney", "Valor"),
    ],
)
def test_canonical_names_stand_for_themselves(companies: Companies, name: str) -> None:
    """The names that deal records use are companies of their own, without a parent."""
    company = companies.by_id[entity_id(name)]
    assert (company.name, company.parent_id) == (name, None)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("google-cloud", "alphabet"),
        ("youtube", "alphabet"),
        ("aws", "amazon"),
        ("azure", "microsoft"),
        ("instagram", "meta-platforms"),
        ("facebook", "meta-platforms"),
        ("alphabet", "alphabet"),
    ],
)
def test_subsidiaries_count_as_their_parent(companies: Companies, part: str, whole: str) -> None:
    """Parents are followed to the top."""
    assert companies.canonical(part).company_id == whole


@pytest.mark.parametrize(
    ("text", "kind", "company_id"),
    [
        ("the search giant", "description", "alphabet"),
        ("the Menlo Park firm", "description", "meta-platforms"),
        ("the ChatGPT maker", "description", "openai"),
        ("the iPhone maker", "description", "apple"),
        ("ChatGPT maker", "description", "openai"),
        ("Big Blue", "description", "ibm"),
        ("Iris Energy", "former", "iren"),
        ("Advanced Micro Devices", "alias", "amd"),
        ("Nvidia", "alias", "nvidia"),
        ("Google", "name", "google"),
        ("CRWV", "ticker", "coreweave"),
    ],
)
def test_aliases_lead_to_companies(
    companies: Companies, text: str, kind: str, company_id: str
) -> None:
    """Names, former names, descriptions and tickers are all listed with their kind."""
    found = {(a.text, a.kind): a for a in companies.aliases()}
    assert found[text, kind].company_id == company_id


def test_no_name_means_two_companies(companies: Companies) -> None:
    """Each text of a kind is listed once."""
    listed = [(a.kind == "ticker", a.text) for a in companies.aliases()]
    assert len(listed) == len(set(listed))


def test_tickers_need_their_dress(companies: Companies) -> None:
    """Cashtags and bracketed listings are read, bare capitals and prices are not."""
    text = "$META and AMD (NASDAQ: AMD) rose; T and $T fell; $5B; ALL (NYSE: ZZZZ)"
    found = [(text[t.start : t.end], t.company_id) for t in companies.find_tickers(text)]
    assert found == [("$META", "meta-platforms"), ("(NASDAQ: AMD)", "amd")]


@pytest.mark.parametrize(
    ("company_id", "surroundings", "seen"),
    [
        ("lambda", "the GPU cloud said", True),
        ("lambda", "a function of type", False),
        ("apollo", "the private credit fund", True),
        ("apollo", "the moon landing of 1969", False),
        ("nvidia", "", True),
    ],
)
def test_ambiguous_names_want_context(
    companies: Companies, company_id: str, surroundings: str, seen: bool
) -> None:
    """A name that means other things counts only near a word of its trade."""
    assert companies.has_context(company_id, surroundings) is seen


def test_places_and_trades_narrow_down(companies: Companies) -> None:
    """A place and a trade in one phrase must both fit."""
    assert companies.candidates("the San Diego chipmaker") == ("qualcomm",)
    assert "nvidia" in companies.candidates("the Santa Clara company")
    assert companies.candidates("the person on the bench") == ()


def test_shouted_headlines_are_told() -> None:
    """Capitals throughout are a shout; a ticker or two are not."""
    assert is_shouted("META SIGNS DEAL WITH GOOGLE FOR TPUs")
    assert not is_shouted("AMD and IBM sign")
    assert not is_shouted("AMD IBM")


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (f'[[company]]\nname = "A"\n{SITE}\ncolour = "red"', "unknown key 'colour'"),
        (f"[[company]]\n{SITE}", "name is missing"),
        ('[[company]]\nname = "A"', "source_url is missing"),
        (f'[[company]]\nname = "A"\nparent = "B"\n{SITE}', "not in the file"),
        (f'[[company]]\nname = "A"\nparent = "A"\n{SITE}', "circular"),
        (f'[[company]]\nname = "A"\naliases = "B"\n{SITE}', "list of texts"),
        (f'[[company]]\nname = "A"\nambiguous = ["A"]\n{SITE}', "needs context"),
        (f'[[company]]\nname = "A"\nambiguous = ["C"]\n{SITE}', "none of its names"),
        (f'[[company]]\nname = "A"\ncik = "7"\n{SITE}', "cik must be a number"),
        (f'[[company]]\nname = "A"\n{SITE}\n[[company]]\nname = "A"\n{SITE}', "taken"),
        ("company = 3", "[[company]]"),
        ("[[company", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, toml: str, fault: str) -> None:
    """Every breach of the rules names the file and the fault."""
    assert fault in bad(tmp_path, toml)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path without a file is a bad reference."""
    with pytest.raises(BadReference, match="cannot be read"):
        load_companies(tmp_path / "none.toml")
