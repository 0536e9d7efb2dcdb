"""The words of the first screen, from records."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.builders import build_claim, build_deal, on
from tests.digest.founding import CUT, deal_of, founding, signal, stake
from tracker.digest.commitments import _split
from tracker.digest.compose import compose
from tracker.digest.names import deal_words, names_of
from tracker.digest.plain import text_of
from tracker.digest.prices import missing
from tracker.digest.stories import tell
from tracker.digest.view import DigestInput, DigestView, SourceHealth
from tracker.model.deals import Confirmation, DealStep, DealType, Qualifier, Status
from tracker.model.market import BuyerExposure


def fact(view: DigestView, label: str) -> str:
    """The text of one labelled line, "" when it is absent."""
    return next((text_of(f.line) for f in view.facts if f.label == label), "")


def quiet() -> DigestInput:
    return replace(founding(), signals=())


def test_the_first_screen_tells_the_founding_story() -> None:
    """The rental leads with its step, the purchase stands below it unchanged and uncounted."""
    view = compose(founding())
    lines = [text_of(item.line).replace("\N{NO-BREAK SPACE}", " ") for item in view.items]
    assert lines == [
        "META rents GOOGL TPUs: IN TALKS (25 Nov) -> SIGNED, per one report",
        "META buys GOOGL TPUs outright from 2027: IN TALKS, unchanged; not in totals",
        "MSFT leases capacity from IREN (GB300): new, SIGNED, per a filing",
    ]
    assert (view.day, view.cut) == ("Fri 27 Feb 2026", "cut 06:30 ET")
    assert view.follows.split() == ["GOOGL", "AVGO", "NVDA", "AMD", "META"]
    assert view.foot == "Sources 41/43 ok | Not investment advice"


def test_price_says_what_moved_and_what_is_lacking() -> None:
    """A move is told with its range and cause, silence with what would end it."""
    price = fact(compose(founding()), "Price")
    assert "~$3.05 -> $2.96 per chip-hour, range ~$2.41 to $3.64 (by 3)" in price
    assert "none from 1 - neither size nor term. Needed: chips or MW, and the term" in price


def test_without_a_move_the_price_line_says_no_change() -> None:
    """Nothing moved: the line says so before it says why."""
    price = fact(compose(replace(founding(), estimates_changed=())), "Price")
    assert price.startswith("no change - neither size nor term.")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("term",), "no term. Needed: the term"),
        (("size", "term"), "neither size nor term. Needed: chips or MW, and the term"),
        (
            ("value", "size", "term"),
            "no value, size or term. Needed: the value, chips or MW, and the term",
        ),
        (("which chip",), "no named chip. Needed: which chip"),
    ],
)
def test_what_a_price_needs_is_named(names: tuple[str, ...], words: str) -> None:
    """One, two and three lacking things read as English."""
    assert missing(names) == words


def test_commitments_are_bounds_with_before_and_after() -> None:
    """A floor stays a floor, a ceiling a ceiling, and an undisclosed amount says so."""
    words = fact(compose(founding()), "META, disclosed")
    assert "AMD up to $60B" in words
    assert "GOOGL ~$0 -> at least $2B" in words
    assert "NVDA no amount disclosed" in words
    assert "effective suppliers ~1.0 to 1.9 -> 1.1 to 2.3" in words


def test_stakes_dated_after_the_cut_say_so() -> None:
    """Tomorrow's holding is used only where there is none of before, and carries its date."""
    inputs = founding()
    words = fact(compose(inputs), "Rivals").replace("\N{NO-BREAK SPACE}", " ")
    assert "~3-3.6% of OpenAI ($30B, as of 28 Feb)" in words
    assert "CoreWeave" not in words
    earlier = stake("nvidia", "openai", stake_low=0.01, stake_high=0.01, as_of=date(2026, 1, 1))
    words = fact(compose(replace(inputs, stakes=(*inputs.stakes, earlier))), "Rivals")
    assert "1% of OpenAI" in words
    assert "28" not in words


def test_the_reading_names_winners_and_losers_without_a_size() -> None:
    """The supplier and its chip designer gain, the buyer's other suppliers lose share."""
    assert fact(compose(founding()), "Read") == (
        "~GOOGL +, AVGO + (indirect), AMD/NVDA share -; size unknown"
    )


def test_what_comes_next_is_open_legs_and_proof() -> None:
    """An open leg, a word from a party, and the next filings of those who file."""
    assert fact(compose(founding()), "Next") == (
        "purchase leg (in talks); a word from either party; "
        "notes in the next filings of META and GOOGL"
    )


def test_a_quiet_day_says_so_and_what_was_read() -> None:
    """No item, no invented line: what was read and since when."""
    view = compose(quiet())
    assert view.items == ()
    assert view.signal_ids == ()
    assert fact(view, "News") == "nothing moved"
    assert fact(view, "Read").startswith("214 documents, 38 of them repeats; 9 deal claims")
    assert view.subject == "nothing moved | Compute deals 27 Feb"


def test_a_leg_that_was_not_restated_is_not_told() -> None:
    """The purchase leg stands there because the period's documents speak of it."""
    inputs = founding()
    now = dict(inputs.deals_now)
    purchase = next(d for d in now.values() if d.deal_type is DealType.HARDWARE_PURCHASE)
    now[purchase.deal_id] = inputs.deals_before[purchase.deal_id]
    legs = tell(replace(inputs, deals_now=now), inputs.signals[:1])
    assert [leg.deal.deal_type for leg in legs if leg.deal] == [DealType.CLOUD_RENTAL]


def test_dependence_folds_into_the_deal_that_caused_it() -> None:
    """A market signal of a told deal is one of its effects, not an item of its own."""
    detail = compose(founding()).details[0]
    assert any("Dependence of Meta Platforms" in text_of(line) for line in detail.effects)


def test_a_market_signal_alone_is_an_item() -> None:
    """A change of the market without a told deal stands for itself, marked as modelled."""
    inputs = founding()
    flip = replace(
        inputs.signals[0], rule_id="cheapest_supplier_flip", deal_id=None,
        subject="Cheapest for chat", before="NVIDIA 61%", after="Alphabet 72%",
    )  # fmt: skip
    view = compose(replace(inputs, signals=(flip,)))
    assert text_of(view.items[0].line) == "Cheapest for chat: ~NVIDIA 61% -> Alphabet 72%"


def test_an_amount_without_a_claim_is_not_shown() -> None:
    """A number whose evidence is not on file does not reach the reader."""
    inputs = founding()
    view = compose(replace(inputs, claims={}))
    table = {row.label: text_of(row.figure) for row in view.details[0].terms}
    assert table["Value"] == "-"
    assert "$2B" not in text_of(view.items[0].notes[0])


def test_reports_are_counted_for_the_present_status_only() -> None:
    """Another outlet that only told of the talks does not confirm the signing."""
    inputs = founding()
    talks = next(c for c in inputs.claims.values() if c.status is Status.IN_TALKS)
    claims = dict(inputs.claims) | {talks.claim_id: replace(talks, origin_outlet="Other Paper")}
    line = text_of(compose(replace(inputs, claims=claims)).items[0].line)
    assert line.endswith("per one report")


def test_a_contradiction_is_shown_beside_the_deal() -> None:
    """A claim as recent as the status that says otherwise is told with its source."""
    inputs = founding()
    lead = next(iter(inputs.deals_now.values()))
    rival = build_claim(status=Status.DENIED, claim_id="rival", usd="9e9",
                        document_id=inputs.claims[lead.lead_claim_id].document_id)  # fmt: skip
    now = dict(inputs.deals_now) | {
        lead.deal_id: replace(lead, claim_ids=(*lead.claim_ids, "rival"))
    }
    view = compose(replace(inputs, deals_now=now, claims=dict(inputs.claims) | {"rival": rival}))
    said = [text_of(line) for line in view.details[0].conflicts]
    assert len(said) == 1
    assert said[0].endswith("says denied; puts the value at $9B")


def test_an_older_claim_is_history_not_contradiction() -> None:
    """The talks of November do not contradict the signing of February."""
    assert compose(founding()).details[0].conflicts == ()


def test_news_read_late_is_still_told_with_its_step() -> None:
    """A step known before the period but not told yet shows from where it came."""
    inputs = founding()
    late = inputs.period_start - timedelta(hours=20)
    rental = next(iter(inputs.deals_now.values()))
    steps = tuple(
        replace(s, known_at=late) if s.after == "signed" and s.before else s for s in inputs.steps
    )
    told = replace(inputs.signals[0], known_at=late)
    before = dict(inputs.deals_before) | {rental.deal_id: rental}
    view = compose(replace(inputs, signals=(told,), steps=steps, deals_before=before))
    words = text_of(view.items[0].line).replace("\N{NO-BREAK SPACE}", " ")
    assert "IN TALKS (25 Nov) -> SIGNED" in words


def test_a_split_step_is_one_rung() -> None:
    """A status step that a later find split in two is told once on the ladder."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    split = DealStep(rental.deal_id, "status", None, "signed", date(2026, 2, 26),
                     on("2026-02-27", 10), rental.lead_claim_id)  # fmt: skip
    ladder = compose(replace(inputs, steps=(*inputs.steps, split))).details[0].ladder
    assert [rung.status.text for rung in ladder] == ["IN TALKS", "SIGNED"]


def test_a_source_that_may_not_be_quoted_is_only_linked() -> None:
    """The feed's flag keeps the words back, not the link."""
    inputs = founding()
    documents = {k: replace(d, may_quote=False) for k, d in inputs.documents.items()}
    view = compose(replace(inputs, documents=documents))
    assert all(not c.quote for d in view.details for c in d.citations)
    assert text_of(view.items[1].notes[0]) == "Wire One <https://news.example/signed>"


def test_feedback_links_carry_the_signal() -> None:
    """Each answer opens a mail whose subject names the signal; without an address there is none."""
    view = compose(founding())
    urls = [p.url for p in view.details[0].links if p.url]
    assert len(urls) == 3
    assert all(view.signal_ids[0] in str(url) for url in urls)
    without = compose(replace(founding(), feedback_to=None))
    assert [p.text.split()[0] for p in without.details[0].links] == ["tracker"]


def test_a_denied_leg_reads_the_other_way_round() -> None:
    """When a contract falls away its supplier loses and the others gain."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    now = dict(inputs.deals_now) | {rental.deal_id: replace(rental, status=Status.DENIED)}
    assert fact(compose(replace(inputs, deals_now=now)), "Read").startswith("~GOOGL -")


def test_talks_read_as_a_condition() -> None:
    """What is not signed is read as what would be."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    now = dict(inputs.deals_now) | {rental.deal_id: replace(rental, status=Status.CONSIDERING)}
    assert fact(compose(replace(inputs, deals_now=now)), "Read").startswith("~if it comes to")


def test_a_firm_change_without_a_step_says_what_changed() -> None:
    """A bigger value under the same status is told as before and after."""
    inputs = founding()
    old = deal_of(build_claim(usd="10e9", claim_id="c1", document_id="d"))
    new = replace(old, value_low=Decimal(12 * 10**9), value_high=Decimal(12 * 10**9), known_at=CUT)
    changed = replace(
        inputs, signals=(signal("new_leg", new, "0"),), deals_before={old.deal_id: old},
        deals_now={new.deal_id: new},
    )  # fmt: skip
    assert "SIGNED, value $10B -> $12B; per one report" in text_of(compose(changed).items[0].line)


@pytest.mark.parametrize(
    ("deal_type", "words"),
    [
        (DealType.CLOUD_RENTAL, "META rents GOOGL TPUs"),
        (DealType.CAPACITY_LEASE, "META leases capacity from GOOGL (TPUs)"),
        (DealType.HARDWARE_PURCHASE, "META buys GOOGL TPUs"),
        (DealType.SUPPLY_AGREEMENT, "META secures supply of GOOGL TPUs"),
        (DealType.CUSTOM_SILICON, "META has its own silicon made by GOOGL (TPUs)"),
        (DealType.EQUITY_INVESTMENT, "META invests in GOOGL"),
        (DealType.WARRANT, "META gets warrants over GOOGL"),
        (DealType.ACQUISITION, "META acquires GOOGL"),
        (DealType.FINANCING, "META is financed by GOOGL"),
        (DealType.JOINT_VENTURE, "META + GOOGL, joint venture (TPUs)"),
    ],
)
def test_every_type_of_deal_has_its_verb(deal_type: DealType, words: str) -> None:
    """Each type reads as what it is."""
    assert deal_words(build_deal(deal_type=deal_type), names_of(founding())) == words


def test_unnamed_parties_are_called_so() -> None:
    """A party that nobody names is not left out of the sentence."""
    names = names_of(founding())
    venture = build_deal(None, "Alphabet", deal_type=DealType.JOINT_VENTURE)
    assert deal_words(venture, names) == "GOOGL + unnamed partner, joint venture (TPUs)"
    assert deal_words(build_deal("Meta Platforms", None), names) == (
        "META rents unnamed supplier TPUs"
    )


def test_a_ticker_with_digits_is_no_name() -> None:
    """A company listed under numbers goes by its name."""
    assert names_of(founding()).short("samsung", "Samsung") == "Samsung"


def test_the_foot_names_what_failed() -> None:
    """Sources that did not answer, problems, missed jobs and the age of the model data."""
    inputs = replace(
        founding(), sources=SourceHealth(1, 3, ("A", "B")), missed_jobs=("digest 26 Feb",)
    )
    notes = " ".join(text_of(line) for line in compose(inputs).notes)
    assert "Sources that did not answer: A, B." in notes
    assert "Missed jobs: digest 26 Feb." in notes
    assert "2 problems" in notes
    assert "Model data of 2026-11-22." in notes


def test_the_digest_does_not_depend_on_the_order_of_its_input() -> None:
    """Reversed mappings and sequences give the same words."""
    inputs = founding()
    turned = replace(
        inputs,
        signals=inputs.signals[::-1],
        deals_now=dict(reversed(inputs.deals_now.items())),
        claims=dict(reversed(inputs.claims.items())),
        documents=dict(reversed(inputs.documents.items())),
        steps=inputs.steps[::-1],
        shares=inputs.shares[::-1],
        exposures_now=inputs.exposures_now[::-1],
        stakes=inputs.stakes[::-1],
    )
    assert compose(turned) == compose(inputs)


def test_confirmation_words_never_claim_more_than_there_is() -> None:
    """One party's word is one party's; a filing is a filing."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    for confirmation, words in (
        (Confirmation.SOCIAL, "per a social post"),
        (Confirmation.ONE_PARTY, "said by one party"),
        (Confirmation.FILED, "per a filing"),
    ):
        now = dict(inputs.deals_now)
        now[rental.deal_id] = replace(rental, confirmation=confirmation)
        assert text_of(compose(replace(inputs, deals_now=now)).items[0].line).endswith(words)


def test_a_sum_of_ours_is_marked() -> None:
    """What an amendment adds up to, and no claim states, looks assumed."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    summed = replace(
        rental, status=Status.AMENDED, value_low=Decimal(12 * 10**9),
        value_high=Decimal(12 * 10**9), value_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    now = dict(inputs.deals_now) | {rental.deal_id: summed}
    row = compose(replace(inputs, deals_now=now)).details[0].terms[0]
    assert text_of(row.figure) == "~$12B"
    assert "our sum" in row.basis


def test_an_uncurated_party_keeps_its_printed_name() -> None:
    """Where only an id is at hand, the name comes from the deals."""
    venture = build_deal("Rack & Roll", "Alphabet")
    names = names_of(replace(founding(), deals_now={venture.deal_id: venture}))
    assert names.short(venture.buyer_id) == "Rack & Roll"
    assert names.short("nobody") == "nobody"


def test_a_maker_that_nobody_names_gains_nothing() -> None:
    """A product without a designer, like plain "GPU", adds nobody to the reading."""
    inputs = replace(founding(), makers={"TPU": ""})
    assert fact(compose(inputs), "Read").startswith("~GOOGL +, AVGO + (indirect), AMD")


def test_reprints_of_one_sentence_are_one_citation() -> None:
    """The same words in another outlet are told beside the first, not again."""
    inputs = founding()
    rental = next(iter(inputs.deals_now.values()))
    lead = inputs.claims[rental.lead_claim_id]
    copy = replace(lead, claim_id="copy", document_id="reprint")
    reprint = replace(inputs.documents[lead.document_id], document_id="reprint", outlet="Echo")
    view = compose(
        replace(
            inputs,
            claims=dict(inputs.claims) | {"copy": copy},
            documents=dict(inputs.documents) | {"reprint": reprint},
            deals_now=dict(inputs.deals_now)
            | {rental.deal_id: replace(rental, claim_ids=(*rental.claim_ids, "copy"))},
        )
    )
    heads = [text_of(c.head) for c in view.details[0].citations]
    assert len(heads) == 2
    assert heads[0].endswith("says signed; also in Echo")


def test_shares_that_went_there_and_back_are_not_told() -> None:
    """Two moves of one period are one, and none when they cancel."""
    inputs = founding()
    first = next(s for s in inputs.shares if s.supplier_id == "nvidia")
    back = replace(
        first, share_id="s9", share=first.before_share or 0, before_share=first.share,
        known_at=first.known_at + timedelta(minutes=5),
    )  # fmt: skip
    view = compose(replace(inputs, shares=(*inputs.shares, back)))
    assert not any(text_of(line).startswith("NVDA") for line in view.details[0].effects)


def test_a_divided_amount_is_marked_as_ours() -> None:
    """What was divided among suppliers by our weights is no figure of a source."""
    whole = build_deal("Meta Platforms", "CoreWeave", deal_id="one", usd=10_000_000_000)
    row = BuyerExposure(
        exposure_id="e", buyer_id="meta-platforms", supplier_id="nvidia",
        committed_low_usd=9.5e9, committed_high_usd=9.5e9, share_low=0.9, share_high=1.0,
        effective_suppliers_low=1.0, effective_suppliers_high=1.1, before_effective_low=None,
        before_effective_high=None, caused_by="one", deal_ids=("one",), known_at=on("2026-02-27"),
    )  # fmt: skip
    assert _split(row, [whole])
    assert not _split(replace(row, committed_high_usd=1e10), [whole])


def test_the_foot_tells_of_figures_that_the_user_replaced() -> None:
    """Own figures of the home folder are named; without any there is no such line."""
    own = tuple(f"P03{n}: mid 1.95 -> 1.8 (reference/prices.csv:{n})" for n in range(2, 9))
    found = compose(replace(founding(), overrides=own))
    notes = " ".join(text_of(line) for line in found.notes)
    assert "Own figures in place of ours: P032: mid 1.95 -> 1.8 (reference/prices.csv:2)" in notes
    assert "and 2 more." in notes
    assert "Own figures" not in " ".join(text_of(line) for line in compose(founding()).notes)


def test_a_sum_has_the_day_of_the_deal_that_states_it() -> None:
    """A later deal without a sum does not lend it its own day."""
    inputs = founding()
    sized = build_deal(
        "Meta Platforms", "NVIDIA", deal_id="sized", usd=3_000_000_000, day="2025-11-11"
    )
    bare = build_deal("Meta Platforms", "NVIDIA", deal_id="bare", day="2026-02-17")
    row = replace(
        inputs.exposures_now[0],
        supplier_id="nvidia",
        committed_low_usd=3e9,
        committed_high_usd=3e9,
        deal_ids=("sized", "bare"),
    )
    deals = {**inputs.deals_now, "sized": sized, "bare": bare}
    asked = replace(inputs, deals_now=deals, exposures_now=(row,), exposures_before=(row,))
    assert "$3B (signed 11\xa0Nov)" in fact(compose(asked), "META, disclosed")
