internal import Glibc

/// A point on the clock that never jumps, in nanoseconds since an arbitrary start.
public struct MonotonicTime: Sendable, Comparable, Hashable {
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Reads the clock.
    public static func now() -> MonotonicTime {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    public static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Milliseconds from `earlier` to here; negative if `earlier` is later.
    public func milliseconds(since earlier: MonotonicTime) -> Double {
        Double(Int64(bitPattern: nanoseconds &- earlier.nanoseconds)) / 1e6
    }

    /// This point moved by `milliseconds` (values that do not fit are held at the ends of the clock).
    public func adding(milliseconds: Double) -> MonotonicTime {
        let moved = Double(nanoseconds) + milliseconds * 1e6
        return MonotonicTime(nanoseconds: moved <= 0 ? 0 : moved >= 9e18 ? 9_000_000_000_000_000_000 : UInt64(moved))
    }
}
