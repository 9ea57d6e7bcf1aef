// Which versions of a card stand: those that no other version follows. Causes order them, no clock.

const ordered = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, ordered(value[name])]))
    : value;

/** Whether two bodies say the same: a missing, an empty and a null value do. */
export function same(one, other) {
  const plain = (body) =>
    JSON.stringify(
      ordered(
        Object.fromEntries(
          Object.entries(body ?? {}).filter(
            ([, value]) => value !== null && value !== "" && value !== false && value !== undefined,
          ),
        ),
      ),
    );
  return plain(one) === plain(other);
}

/** The heads of one card's versions, the one that came to the server first before the others. */
export function headsOf(versions) {
  const followed = new Set(versions.flatMap((version) => version.follows));
  return versions
    .filter((version) => !followed.has(version.id))
    .sort((one, other) => (one.number ?? Infinity) - (other.number ?? Infinity)
      || one.id.localeCompare(other.id));
}

/** The heads that say different things, one of each. */
export function differing(heads) {
  const kept = [];
  heads.forEach((head) => {
    const said = kept.some(({ body }) => (body.removed && head.body.removed)
      || same({ ...body, position: 0 }, { ...head.body, position: 0 }));
    if (!said) kept.push(head);
  });
  return kept;
}
