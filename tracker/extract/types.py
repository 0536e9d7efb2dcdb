"""Which of the ten types of the schema a leg is."""

from tracker.extract.legs import Leg
from tracker.extract.named import Party
from tracker.model.deals import DealType

_OPERATORS = frozenset({"neocloud", "landlord", "miner"})
_MAKERS = frozenset(
    {"chip_maker", "vendor", "designer", "foundry", "memory", "optics", "component"}
)
_COMPONENT_MAKERS = frozenset({"memory", "optics", "component", "packaging", "foundry"})
_PLAIN = {
    "venture": DealType.JOINT_VENTURE,
    "warrant": DealType.WARRANT,
    "lend": DealType.FINANCING,
    "raise": DealType.EQUITY_INVESTMENT,
    "invest": DealType.EQUITY_INVESTMENT,
    "design": DealType.CUSTOM_SILICON,
}
_TAKING = frozenset({"buy", "order", "supply", "sale"})


def rental(supplier: Party | None) -> DealType:
    """A cloud rents out as a service; everybody else lets dedicated capacity."""
    if supplier is not None and "cloud" in supplier.roles and not supplier.roles & _OPERATORS:
        return DealType.CLOUD_RENTAL
    return DealType.CAPACITY_LEASE


def deal_type(leg: Leg, supplier: Party | None) -> DealType | None:
    """The leg's type; None when neither words nor supplier tell."""
    things, kind = leg.things, leg.kind
    by_head = _by_head(leg)
    if by_head is not None:
        return by_head
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in {"acquire", "license"}:
        if leg.predicate.part == "noun":
            return DealType.ACQUISITION
        return DealType.EQUITY_INVESTMENT if "equity" in leg.head else DealType.ACQUISITION
    if leg.through and supplier is not None and not supplier.roles & (_OPERATORS | {"cloud"}):
        return DealType.SUPPLY_AGREEMENT
    if kind == "supply-deal":
        custom = "silicon" in things and "component" not in things
        return DealType.CUSTOM_SILICON if custom else DealType.SUPPLY_AGREEMENT
    if kind == "rent":
        return rental(supplier)
    if kind == "buy" and leg.target is not None and leg.target is supplier:
        return DealType.EQUITY_INVESTMENT if "equity" in leg.head else DealType.ACQUISITION
    if kind == "sale" and not things & {"chips", "compute", "component"}:
        return DealType.EQUITY_INVESTMENT if "equity" in things else DealType.ACQUISITION
    if kind == "buy" and not _goods(leg) & _GOODS:
        return DealType.ACQUISITION if "company" in things else None
    return _by_things(leg, supplier) or _by_supplier(supplier)


def _by_head(leg: Leg) -> DealType | None:
    """A loan that is provided, a stake that is bought: the object says the type."""
    if leg.predicate.part != "verb" or leg.head & {"chips", "compute", "space", "component"}:
        return None
    if "debt" in leg.head and leg.kind in {"supply", "obtain", "supply-deal", "give"}:
        return DealType.FINANCING
    if leg.kind in {"buy", "obtain", "supply", "acquire"}:
        if "equity" in leg.head:
            return DealType.EQUITY_INVESTMENT
        if "company" in leg.head and leg.kind != "supply":
            return DealType.ACQUISITION
    return None


_GOODS = frozenset({"chips", "compute", "space", "component", "silicon", "services", "capacity"})


def _goods(leg: Leg) -> frozenset[str]:
    """What is traded: the object itself where it is goods, else what is spoken of."""
    if leg.predicate.part == "verb" and leg.head & _GOODS:
        return leg.head | (leg.things & {"silicon"})
    return leg.things


def _by_things(leg: Leg, supplier: Party | None) -> DealType | None:
    things, kind = _goods(leg), leg.kind
    roles = supplier.roles if supplier is not None else frozenset()
    if "venture" in things and kind == "deal":
        return DealType.JOINT_VENTURE
    handed = kind in {"buy", "sale", "obtain", "supply", "spend"}
    if handed and "equity" in things and not things & {"chips", "compute"}:
        return DealType.EQUITY_INVESTMENT
    if "debt" in things and not things & {"chips", "compute", "space"}:
        return DealType.FINANCING
    if "silicon" in things and (roles & _MAKERS or not roles):
        return DealType.CUSTOM_SILICON
    if "component" in things and (not roles & _OPERATORS):
        return DealType.SUPPLY_AGREEMENT
    return _of_machines(leg, supplier, roles)


def _of_machines(leg: Leg, supplier: Party | None, roles: frozenset[str]) -> DealType | None:
    """Chips and capacity: bought from makers, rented from operators."""
    things, kind = _goods(leg), leg.kind
    if things & {"chips"}:
        if (kind in _TAKING or "onsite" in leg.things) and (not roles or roles & _MAKERS):
            return DealType.HARDWARE_PURCHASE
        if "cloud" in roles or roles & _OPERATORS:
            return rental(supplier)
        if roles & _COMPONENT_MAKERS:
            return DealType.SUPPLY_AGREEMENT
        if roles & _MAKERS:
            return DealType.HARDWARE_PURCHASE
    if "services" in things and not things & {"chips", "compute", "space"}:
        return rental(supplier) if "cloud" in roles or roles & _OPERATORS else None
    if things & {"compute", "space", "capacity"} and supplier is not None:
        if roles & _MAKERS and "cloud" not in roles and not roles & _OPERATORS:
            designed = "designer" in roles and "chips" not in things
            return DealType.SUPPLY_AGREEMENT if designed else DealType.HARDWARE_PURCHASE
        return rental(supplier)
    if things & {"chips"} and kind in _TAKING | {"obtain"}:
        return DealType.HARDWARE_PURCHASE
    return None


def _by_supplier(supplier: Party | None) -> DealType | None:
    if supplier is None:
        return None
    if supplier.roles & _OPERATORS or "cloud" in supplier.roles:
        return rental(supplier)
    if supplier.roles & {"lender"}:
        return DealType.FINANCING
    if supplier.roles & _COMPONENT_MAKERS:
        return DealType.SUPPLY_AGREEMENT
    if supplier.roles & _MAKERS:
        return DealType.HARDWARE_PURCHASE
    return None


def trade_of(leg: Leg) -> str:
    """What decides who supplies whom: compute, chips, design or money."""
    if leg.kind == "lend" or ("debt" in leg.things and not leg.things & {"chips", "compute"}):
        return "money"
    if leg.kind in {"supply-deal", "design"} or "silicon" in leg.things:
        return "design"
    if "component" in leg.things:
        return "chips"
    if leg.kind == "rent" or leg.things & {"compute", "space", "access"}:
        return "compute"
    if "chips" in leg.things:
        return "chips"
    return "compute"
