internal import Synchronization

/// Keeps the head and the tail of a stream of any length in bounded memory. May be read while it is filled.
final class OutputCapture: Sendable {
    private struct State {
        var head: [UInt8] = []
        var tail: [UInt8] = []
        var total = 0
    }

    private let limits: OutputLimits
    private let state = Mutex(State())

    init(_ limits: OutputLimits) { self.limits = limits }

    func append(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            state.total += bytes.count
            let toHead = bytes.prefix(limits.headBytes - state.head.count)
            state.head.append(contentsOf: toHead)
            let rest = bytes.dropFirst(toHead.count)
            guard !rest.isEmpty, limits.tailBytes > 0 else { return }
            // The tail may grow to twice its size before its front is dropped, so that a byte is moved once and not at every read.
            if rest.count >= limits.tailBytes {
                state.tail.removeAll(keepingCapacity: true)
            } else if state.tail.count + rest.count > 2 * limits.tailBytes {
                state.tail.removeFirst(state.tail.count + rest.count - limits.tailBytes)
            }
            state.tail.append(contentsOf: rest.suffix(limits.tailBytes))
        }
    }

    var output: CapturedOutput {
        state.withLock { CapturedOutput(head: $0.head, tail: Array($0.tail.suffix(limits.tailBytes)), totalBytes: $0.total) }
    }

    /// Bytes of memory that the kept output takes.
    var capacity: Int { state.withLock { $0.head.capacity + $0.tail.capacity } }
}
