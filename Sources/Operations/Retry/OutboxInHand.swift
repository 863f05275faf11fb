internal import JSONKit
internal import Mesh
internal import SystemKit

/// The open outbox: read on as others append, and appended to.
///
/// What was judged is what is written: the file at the path must stay this one and may only grow. Where records are appended it has a
/// lock of its own, since two Jarvis directories may share an outbox.
struct OutboxInHand: Sendable {
    let file: AppendOnlyFile
    private(set) var follower = OutboxFollower()
    private var endsWithNewline = true
    private let isForReading: Bool
    /// The last bytes that were read, to see that they are still there.
    private var tail: [UInt8] = []

    /// Milliseconds that the file must stand still before an unfinished last line counts as torn.
    private static let stillness = 250.0
    private static let tailLength = 256

    /// - Parameter isForReading: nothing will be appended.
    /// - Throws: `SystemError` when it is not there, no regular file, or may not be written; `lockedCode` when somebody else writes it.
    init(_ path: String, isForReading: Bool) throws(SystemError) {
        self.isForReading = isForReading
        file = try AppendOnlyFile(path, creates: false, isForReading: isForReading)
        if !isForReading { try takeLock() }
    }

    private func takeLock() throws(SystemError) {
        let never = try Cancellation()
        let patience = Deadline.after(milliseconds: 200)
        while try !file.lock() {
            if patience.hasPassed { throw SystemError("lock", file.path, code: SystemError.lockedCode) }
            _ = never.wait(until: .after(milliseconds: 5))
        }
    }

    /// - Throws: `SystemError` `movedCode` when the path leads to another file, or the file lost what was read of it.
    func checkPlace() throws(SystemError) {
        guard !isForReading else { return }
        let there = try? Files.identity(file.path)
        guard there == file.identity, try file.read(at: follower.offset - tail.count, count: tail.count) == tail else {
            throw SystemError("write", file.path, code: SystemError.movedCode)
        }
    }

    /// Folds in what was appended since the last look.
    ///
    /// - Throws: as `checkPlace`.
    mutating func catchUp() throws(SystemError) {
        try checkPlace()
        while case let size = try file.size(), size > follower.offset {
            let bytes = try file.read(at: follower.offset, count: min(size - follower.offset, 8 << 20))
            guard let last = bytes.last else { return }
            follower.feed(bytes)
            endsWithNewline = last == UInt8(ascii: "\n")
            tail = Array((tail + bytes.suffix(OutboxInHand.tailLength)).suffix(OutboxInHand.tailLength))
        }
    }

    /// One line, in one write. A last line that nobody finished is ended first, once the file has stood still.
    mutating func append(_ line: [UInt8]) throws(SystemError) {
        try catchUp()
        if !endsWithNewline { try waitForWriter() }
        let record = (endsWithNewline ? [] : [UInt8(ascii: "\n")]) + line
        let end = follower.offset + record.count
        try file.append(record)
        // Read back: what becomes of the file from now on concerns this record too.
        try catchUp()
        guard follower.offset >= end else { throw SystemError("write", file.path, code: SystemError.movedCode) }
    }

    func sync() throws(SystemError) { try file.sync() }

    func bytes(_ place: OutboxPlace) throws(SystemError) -> [UInt8] { try file.read(at: place.offset, count: place.length) }

    static func object(_ bytes: [UInt8]) -> JSONObject { (try? JSONReader(.python).read(bytes))?.object ?? JSONObject() }

    /// Somebody may still be writing the last line. It is torn when the file stood still; a busy writer ends it sooner.
    private mutating func waitForWriter() throws(SystemError) {
        let never = try Cancellation()
        var size = follower.offset
        var still = Deadline.after(milliseconds: OutboxInHand.stillness)
        while !endsWithNewline, !still.hasPassed {
            _ = never.wait(until: .after(milliseconds: 10))
            try catchUp()
            if follower.offset != size {
                size = follower.offset
                still = .after(milliseconds: OutboxInHand.stillness)
            }
        }
    }
}
