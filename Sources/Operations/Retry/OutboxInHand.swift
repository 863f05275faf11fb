internal import JSONKit
internal import Mesh
internal import SystemKit

/// The open outbox: read on as others append, and appended to.
struct OutboxInHand: Sendable {
    private let file: AppendOnlyFile
    private(set) var follower = OutboxFollower()
    private var endsWithNewline = true

    /// Milliseconds that the file must stand still before an unfinished last line counts as torn.
    private static let stillness = 250.0

    /// - Parameter isForReading: nothing will be appended.
    /// - Throws: `SystemError` when it is not there, no regular file, or may not be written.
    init(_ path: String, isForReading: Bool) throws(SystemError) {
        file = try AppendOnlyFile(path, creates: false, isForReading: isForReading)
    }

    /// Folds in what was appended since the last look.
    mutating func catchUp() throws(SystemError) {
        while case let size = try file.size(), size > follower.offset {
            let bytes = try file.read(at: follower.offset, count: min(size - follower.offset, 8 << 20))
            guard let last = bytes.last else { return }
            follower.feed(bytes)
            endsWithNewline = last == UInt8(ascii: "\n")
        }
    }

    /// One line, in one write. A last line that nobody finished is ended first, once the file has stood still.
    mutating func append(_ line: [UInt8]) throws(SystemError) {
        try catchUp()
        if !endsWithNewline { try waitForWriter() }
        try file.append((endsWithNewline ? [] : [UInt8(ascii: "\n")]) + line)
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
