"""The sorted collection against a plain sorted list."""

from hypothesis import given
from hypothesis import strategies as st

from intercom_async.simulator.ordered import BUCKET_SIZE, Key, Ordered


def key(number: int) -> Key:
    return (True, number // 3, f"{number:06d}")


@given(st.lists(st.integers(0, 200), unique=True), st.data())
def test_it_reads_on_from_any_key_in_both_directions(numbers: list[int], data: st.DataObject) -> None:
    ordered = Ordered(key)
    for number in numbers:
        ordered.add(number)
    gone = data.draw(st.sets(st.sampled_from(numbers)) if numbers else st.just(set()))
    for number in gone:
        ordered.remove(number)
    left = sorted(set(numbers) - gone)
    after = data.draw(st.integers(-5, 205))
    assert list(ordered) == left
    assert len(ordered) == len(left)
    assert list(ordered.above(key(after))) == [n for n in left if key(n) > key(after)]
    assert list(ordered.below(key(after))) == [n for n in left[::-1] if key(n) < key(after)]
    assert (list(ordered.above(None)), list(ordered.below(None))) == (left, left[::-1])


def test_buckets_split_and_vanish() -> None:
    """More than a bucket holds, added at the end and in the middle, then taken away."""
    ordered = Ordered(key)
    numbers = [*range(0, 6 * BUCKET_SIZE, 2), *range(5 * BUCKET_SIZE + 1, 1, -2)]
    for number in numbers:
        ordered.add(number)
    expected = sorted(numbers)
    middle = key(expected[2500])
    assert list(ordered) == expected
    assert list(ordered.above(middle)) == expected[2501:]
    assert list(ordered.below(middle)) == expected[:2500][::-1]
    for number in expected[100:]:
        ordered.remove(number)
    assert list(ordered) == expected[:100]
