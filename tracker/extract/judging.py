"""What settles the legs of a document once the rules have proposed theirs."""

from typing import TYPE_CHECKING, Protocol

from tracker.extract.drafts import Draft
from tracker.extract.scene import Scene

if TYPE_CHECKING:
    from tracker.extract.encoder.encoder import Encoder


class Judge(Protocol):
    """Decides who deals with whom."""

    @property
    def version(self) -> str:
        """Changes whenever the same document may be settled otherwise."""

    @property
    def encoder(self) -> "Encoder | None":
        """What documents are to be read by before they are settled."""

    def settle(self, scene: Scene) -> list[Draft]:
        """The document's legs."""


class AsTheRules:
    """Leaves the rules' legs as they are."""

    version = "unweighed"
    encoder = None

    def settle(self, scene: Scene) -> list[Draft]:
        """The legs that the rules kept."""
        return scene.drafts
