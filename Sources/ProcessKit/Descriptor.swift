internal import CProcess
internal import Glibc
internal import Synchronization
internal import SystemKit

/// A file descriptor with one owner: closed when it says so, at the latest when the last reference goes.
final class Descriptor: Sendable {
    private let value: Atomic<Int32>

    init(_ number: Int32) { value = Atomic(number) }

    deinit { close() }

    /// -1 when it was closed.
    var number: Int32 { value.load(ordering: .acquiring) }

    func close() {
        let number = value.exchange(-1, ordering: .acquiringAndReleasing)
        if number >= 0 { _ = Glibc.close(number) }
    }

    /// A second descriptor for the same file, for a child.
    static func copy(of number: Int32) throws(SystemError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw SystemError("dup") }
        return Descriptor(copy)
    }

    /// Which end of a pipe stays here.
    enum OwnEnd: Int32 {
        case read = 0
        case write = 1
    }

    /// The end that stays here, which never blocks, and the end for the child.
    static func pipe(keeping end: OwnEnd) throws(SystemError) -> (own: Descriptor, childs: Descriptor) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutablePointer(to: &ends) { tuple in
            // A tuple of two equal integers lies in memory as a C array of two.
            unsafe tuple.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe cprocess_pipe($0, end.rawValue) }
        }
        guard result == 0 else { throw SystemError("pipe") }
        let reader = Descriptor(ends.0)
        let writer = Descriptor(ends.1)
        return end == .read ? (reader, writer) : (writer, reader)
    }
}
