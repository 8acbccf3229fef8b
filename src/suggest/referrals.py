"""Which contacts a draft ends in: those of the article, the theme or the topic, in the Land's own version where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from suggest.types import Base, Contact, Referral

GENERAL = "mbe"
"""The contact when nothing else fits; every base of ours has it."""


def choose(base: Base, wanted: Iterable[str], *, language: str, land: str | None, day: date, most: int) -> tuple[Referral, ...]:
    """Up to `most` contacts in the order wanted, none twice, none that has ended; the general one where none is left."""
    chosen: dict[str, Contact] = {}
    for name in wanted:
        contact = _in_land(base.contacts, name, land)
        if contact and (contact.until is None or contact.until >= day):
            chosen.setdefault(contact.id, contact)
    general = base.contacts.get(GENERAL)
    if not chosen and general:
        chosen[general.id] = general
    return tuple(_referral(contact, language) for contact in list(chosen.values())[:most])


def _in_land(contacts: Mapping[str, Contact], name: str, land: str | None) -> Contact | None:
    own = (c for c in contacts.values() if land and land in c.lands and name in c.stands_for)
    return next(own, contacts.get(name))


def _referral(contact: Contact, language: str) -> Referral:
    return Referral(
        id=contact.id,
        name=_in_language(contact.name, language),
        what_for=_in_language(contact.what_for, language),
        url=contact.url,
        phone=contact.phone,
        languages=contact.languages,
    )


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return next((texts[one] for one in (language, "de", "en") if one in texts), "")
