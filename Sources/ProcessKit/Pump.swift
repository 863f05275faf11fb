internal import CProcess
internal import Glibc
internal import SystemKit

/// Moves bytes between a child's pipes and memory, in one `poll` with whatever else is waited for.
struct Pump: ~Copyable {
    let output: OutputCapture
    let error: OutputCapture
    private var outputPipe: Descriptor?
    private var errorPipe: Descriptor?
    private var inputPipe: Descriptor?
    private var pendingInput: ArraySlice<UInt8>
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(_ child: ChildProcess, input: [UInt8], output: OutputCapture, error: OutputCapture) {
        self.output = output
        self.error = error
        outputPipe = child.output
        errorPipe = child.error
        inputPipe = child.input
        pendingInput = input[...]
    }

    /// Both outputs were read to their end: nobody can write there any more.
    var isDrained: Bool { outputPipe == nil && errorPipe == nil }

    var hasInput: Bool { inputPipe != nil }

    /// Nobody is left who should read.
    mutating func closeInput() {
        inputPipe?.close()
        inputPipe = nil
    }

    /// Waits until bytes can be moved, one of `descriptors` is readable or the deadline has passed; then moves bytes.
    mutating func wait(beside descriptors: [Int32], until deadline: Deadline) {
        // A negative number is passed over by poll.
        var entries = [outputPipe, errorPipe].map { pollfd(fd: $0?.number ?? -1, events: Int16(POLLIN), revents: 0) }
        entries.append(pollfd(fd: inputPipe?.number ?? -1, events: Int16(POLLOUT), revents: 0))
        entries += descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // The kernel writes into the array of the length it is told.
        guard unsafe poll(&entries, nfds_t(entries.count), deadline.pollTimeout) > 0 else { return }
        if entries[0].revents != 0, let pipe = outputPipe, Self.read(pipe, &buffer, into: output) == .ended { outputPipe = nil }
        if entries[1].revents != 0, let pipe = errorPipe, Self.read(pipe, &buffer, into: error) == .ended { errorPipe = nil }
        if entries[2].revents != 0 { writeInput() }
    }

    /// Takes what lies in the pipes now, without waiting for anybody. At most 1 MiB of each, which is more than a pipe holds
    /// unless someone goes on writing.
    mutating func takeRest() {
        for _ in 0..<16 {
            guard let pipe = outputPipe, Self.read(pipe, &buffer, into: output) == .more else { break }
        }
        for _ in 0..<16 {
            guard let pipe = errorPipe, Self.read(pipe, &buffer, into: error) == .more else { break }
        }
    }

    private enum ReadOutcome { case more, nothingNow, ended }

    private static func read(_ pipe: Descriptor, _ buffer: inout [UInt8], into capture: OutputCapture) -> ReadOutcome {
        let count = unsafe Glibc.read(pipe.number, &buffer, buffer.count)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? .nothingNow : .ended }
        guard count > 0 else { return .ended }
        capture.append(buffer[..<count])
        return .more
    }

    private mutating func writeInput() {
        guard let pipe = inputPipe else { return }
        let count = unsafe pendingInput.withUnsafeBytes { unsafe cprocess_write(pipe.number, $0.baseAddress, $0.count) }
        if count > 0 { pendingInput = pendingInput.dropFirst(count) }
        // A program that does not read to the end (head, grep -q) is no failure.
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if isBroken || pendingInput.isEmpty { closeInput() }
    }
}
