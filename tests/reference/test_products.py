"""The curated products and their names."""

from pathlib import Path

import pytest

from tracker.model.errors import BadReference
from tracker.reference.companies import load_companies
from tracker.reference.market import load_market
from tracker.reference.products import Products, load_products

SITE = 'source_url = "https://example.org"'


@pytest.fixture(scope="module")
def products() -> Products:
    """The shipped ones."""
    return load_products()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tensor processing units", "TPU"),
        ("TPUs", "TPU"),
        ("Ironwood", "Ironwood"),
        ("GB300 NVL72", "GB300"),
        ("Grace Blackwell", "Grace Blackwell"),
        ("MI455X", "MI450"),
        ("Instinct", "AMD Instinct"),
        ("Trainium 2", "Trainium2"),
        ("CS-3", "WSE-3"),
        ("910C", "Ascend 910C"),
        ("GPUs", "GPU"),
        ("Nvidia chips", "NVIDIA GPU"),
        ("Gaudi3", "Gaudi 3"),
    ],
)
def test_spellings_lead_to_products(products: Products, text: str, name: str) -> None:
    """Aliases and their plurals stand for the canonical name."""
    assert {alias.text: alias.name for alias in products.aliases()}[text] == name


def test_each_spelling_is_listed_once(products: Products) -> None:
    """No text stands for two products."""
    texts = [alias.text for alias in products.aliases()]
    assert len(texts) == len(set(texts))


def test_families_stand_above_generations(products: Products) -> None:
    """A product's family runs from itself to the top."""
    assert products.family("GB300") == (
        "GB300",
        "Blackwell Ultra",
        "Blackwell",
        "NVIDIA GPU",
        "GPU",
    )
    assert products.family("Ironwood") == ("Ironwood", "TPU")


def test_small_letters_match_in_any_case(products: Products) -> None:
    """Common nouns are matched in any case, names as they are written."""
    cases = {alias.text: alias.any_case for alias in products.aliases()}
    assert cases["tensor processing unit"]
    assert not cases["Grace"]


@pytest.mark.parametrize(
    ("name", "surroundings", "seen"),
    [
        ("Vera Rubin", "Nvidia's rack", True),
        ("Vera Rubin", "the observatory in Chile", False),
        ("GB300", "", True),
    ],
)
def test_names_of_people_want_context(
    products: Products, name: str, surroundings: str, seen: bool
) -> None:
    """A product named for a person counts only near a word of the trade."""
    assert products.has_context(name, surroundings) is seen


def test_every_supplier_is_a_company(products: Products) -> None:
    """Suppliers lead to the companies' file."""
    companies = load_companies()
    assert {p.supplier_id for p in products.all if p.supplier_id} <= set(companies.by_id)


def test_every_datasheet_is_reached(products: Products) -> None:
    """Each accelerator of the shipped datasheets stands for some product, and back."""
    datasheets = load_market().accelerators
    ids = {sheet.accelerator_id for sheet in getattr(datasheets, "values", lambda: datasheets)()}
    assert {p.accelerator_id for p in products.all if p.accelerator_id} == ids


def test_unknown_products_have_no_datasheet(products: Products) -> None:
    """An unknown name is no error when a price is looked for."""
    assert products.accelerator_id("Abacus") is None
    with pytest.raises(KeyError):
        products.family("Abacus")


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (f'[[product]]\nname = "A"\ncolour = "red"\n{SITE}', "unknown key 'colour'"),
        (f"[[product]]\n{SITE}", "name is missing"),
        (f'[[product]]\nname = "A"\nkind = "toy"\n{SITE}', "unknown kind 'toy'"),
        (f'[[product]]\nname = "A"\nparent = "B"\n{SITE}', "not in the file"),
        (f'[[product]]\nname = "A"\nparent = "A"\n{SITE}', "circular"),
        (f'[[product]]\nname = "A"\nsupplier = 3\n{SITE}', "must be a text"),
        (f'[[product]]\nname = "A"\naliases = [3]\n{SITE}', "list of texts"),
        (f'[[product]]\nname = "A"\nambiguous = ["A"]\n{SITE}', "need each other"),
        (f'[[product]]\nname = "A"\n{SITE}\n[[product]]\nname = "As"\n{SITE}', "taken"),
        ("product = 3", "[[product]]"),
        ("[[product", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, toml: str, fault: str) -> None:
    """Every breach of the rules names the file and the fault."""
    path = tmp_path / "products.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(BadReference) as caught:
        load_products(path)
    assert str(path) in str(caught.value)
    assert fault in str(caught.value)
