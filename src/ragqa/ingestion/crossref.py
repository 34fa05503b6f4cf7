"""Updates and relations of works, as Crossref records and the CSL-JSON made from them hold them."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from ragqa.linguistics.identifiers import identifier_of

# What an update does, by its type: the field of the work that it is an update to, and its own.
_UPDATES: dict[str, tuple[str, str]] = {
    "retraction": ("retracted_by", "retracts"),
    "withdrawal": ("retracted_by", "retracts"),
    "removal": ("retracted_by", "retracts"),
    # Which part is withdrawn cannot be told here.
    "partial_retraction": ("retracted_by", "retracts"),
    "expression_of_concern": ("concern_by", "concern_about"),
    "correction": ("corrected_by", "corrects"),
    "corrigendum": ("corrected_by", "corrects"),
    "erratum": ("corrected_by", "corrects"),
    "addendum": ("corrected_by", "corrects"),
    "clarification": ("corrected_by", "corrects"),
    "new_version": ("superseded_by", "supersedes"),
    "new_edition": ("superseded_by", "supersedes"),
}
# What the other work is to this one.
_RELATIONS = {
    "is-replaced-by": "superseded_by",
    "replaces": "supersedes",
    "is-preprint-of": "superseded_by",
    "has-preprint": "supersedes",
}


class Update(BaseModel):
    """One entry of `update-to` or `updated-by`."""

    model_config = ConfigDict(extra="ignore")
    DOI: str = ""
    type: str = ""


class Related(BaseModel):
    """One entry of `relation`."""

    model_config = ConfigDict(extra="ignore")
    id: str = ""
    id_type: str = Field(default="", alias="id-type")


class Updates(BaseModel):
    """The fields in which a record says how its work stands to others."""

    model_config = ConfigDict(extra="ignore")
    update_to: list[Update] = Field(default_factory=list, alias="update-to")
    updated_by: list[Update] = Field(default_factory=list, alias="updated-by")
    relation: dict[str, list[Related] | Related] = Field(default_factory=dict)

    def fields(self) -> dict[str, list[str]]:
        """Return the fields of `Particulars` that they fill; unknown kinds are passed over."""
        found: dict[str, list[str]] = {}
        for field, name in (*self._updates(), *self._relations()):
            found.setdefault(field, []).append(name)
        return found

    def _updates(self) -> Iterator[tuple[str, str]]:
        for place, updates in enumerate((self.updated_by, self.update_to)):
            for update in updates:
                fields = _UPDATES.get(update.type.strip().lower().replace("-", "_"))
                name = identifier_of(update.DOI) if update.DOI else None
                if fields and (name or place == 0):
                    yield fields[place], name or f"note:Crossref names it as {update.type}"

    def _relations(self) -> Iterator[tuple[str, str]]:
        for kind, related in self.relation.items():
            for one in related if isinstance(related, list) else [related]:
                scheme = one.id_type if one.id_type in {"doi", "pmid", "pmcid"} else ""
                name = identifier_of(f"{scheme}:{one.id}" if scheme else one.id)
                if name and kind in _RELATIONS:
                    yield _RELATIONS[kind], name
