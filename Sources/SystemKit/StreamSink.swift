internal import Glibc
internal import Synchronization

/// The end of a stream of this process: whole texts, one after the other, and no wait that a cancellation does not end.
///
/// A pipe that nobody reads, or a terminal that was stopped, takes nothing for ever; a `write` there would wait as long. So what can
/// make a writer wait is written to without blocking, and the wait is a `poll` beside the cancellation.
final class StreamSink: Sendable {
    private struct State {
        /// Our own way to the same pipe or terminal, one that never blocks: the flag on the descriptor itself would be everybody's who
        /// shares it, such as the shell's. Nil where there is none.
        var ownWay: Int32?
        var isOpened = false
        /// Somebody was waited for in vain after the cancellation: nobody is waited for again.
        var isGivenUp = false
    }

    private let descriptor: Int32
    private let cancellation: Cancellation?
    private let state = Mutex(State())
    private let tookSomething = Atomic<Bool>(false)

    /// How long a reader is waited for who takes nothing although the program is to end, in milliseconds.
    private static let patience: Int32 = 1000

    /// - Parameter cancellation: ends the wait for a reader; nil: it is waited for as long as it takes.
    init(_ descriptor: Int32, _ cancellation: Cancellation?) {
        self.descriptor = descriptor
        self.cancellation = cancellation
    }

    deinit { state.withLock { if let way = $0.ownWay { close(way) } } }

    /// Whether anything was written.
    var hasTaken: Bool { tookSomething.load(ordering: .acquiring) }

    /// Writes everything. Throws: `SystemError`; `EAGAIN` when nobody took it after the cancellation.
    func write(_ bytes: [UInt8]) throws(SystemError) {
        // Held through the whole text: lines of several threads stay whole.
        try state.withLock { state throws(SystemError) in
            let way = open(&state)
            var rest = bytes[...]
            while !rest.isEmpty {
                if let way { try wait(for: way.number, &state) }
                let piece = rest.prefix(way?.room ?? rest.count)
                let number = way?.number ?? descriptor
                let count = unsafe piece.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
                if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
                guard count >= 0 else { throw SystemError("write") }
                tookSomething.store(true, ordering: .releasing)
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Nil for files, which make nobody wait. Else the descriptor to write to, and how many bytes it surely takes when it takes any.
    private func open(_ state: inout State) -> (number: Int32, room: Int)? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFSOCK: return (descriptor, 512)
        case S_IFIFO: break
        case S_IFCHR where isatty(descriptor) == 1: break
        default: return nil
        }
        // The master of pseudo-terminals (5:2) gives whoever opens it another terminal.
        let isMaster = status.st_mode & S_IFMT == S_IFCHR && status.st_rdev == 0x502
        if !state.isOpened, !isMaster {
            state.isOpened = true
            let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
            // A pipe whose reader is gone cannot be opened again, and says so when it is written to.
            let way = unsafe Glibc.open("/proc/self/fd/\(descriptor)", flags)
            if way >= 0 { state.ownWay = way }
        }
        if let way = state.ownWay { return (way, 1 << 16) }
        // What the kernel calls writable has room for a page in a pipe, and for some characters in a terminal.
        return (descriptor, status.st_mode & S_IFMT == S_IFIFO ? Int(PIPE_BUF) : 64)
    }

    private func wait(for descriptor: Int32, _ state: inout State) throws(SystemError) {
        while true {
            let isCancelled = cancellation?.isCancelled ?? false
            let listened = isCancelled ? -1 : cancellation?.fileDescriptor ?? -1
            var entries = [
                pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0), pollfd(fd: listened, events: Int16(POLLIN), revents: 0),
            ]
            let found = unsafe poll(&entries, 2, !isCancelled ? -1 : state.isGivenUp ? 0 : StreamSink.patience)
            // An error of the stream counts as writable: the write says which it is.
            if found > 0, entries[0].revents != 0 { return }
            if found == 0, isCancelled {
                state.isGivenUp = true
                throw SystemError("write", code: EAGAIN)
            }
            if found < 0, errno != EINTR { return }
        }
    }
}
