internal import CSystem
internal import Glibc

/// A name that one process of this machine has at a time, whoever its user is: it leaves no file, and the system frees it with the
/// process. It keeps programs of good will out of one another's way and is no protection: anybody may claim any name.
public final class ClaimedName: Sendable {
    private let descriptor: Int32

    /// Nil while somebody else has it, or where such names cannot be had.
    public init?(_ name: String) {
        descriptor = unsafe csystem_claim_name(name)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Waits for the name until the deadline; nil when it did not come free.
    public static func wait(for name: String, until deadline: Deadline, _ cancellation: Cancellation) -> ClaimedName? {
        while true {
            if let claimed = ClaimedName(name) { return claimed }
            if deadline.hasPassed || cancellation.wait(until: deadline.orEarlier(.after(milliseconds: 20))) { return nil }
        }
    }
}
