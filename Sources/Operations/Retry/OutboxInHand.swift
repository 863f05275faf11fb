internal import JSONKit
internal import Mesh
internal import SystemKit

/// The open outbox: read on as others append, and appended to.
struct OutboxInHand: Sendable {
    private let file: AppendOnlyFile
    private(set) var follower = OutboxFollower()
    private var endsWithNewline = true

    /// Throws: `SystemError` when it is not there or no regular file.
    init(_ path: String) throws(SystemError) { file = try AppendOnlyFile(path, creates: false) }

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

    func object(_ place: OutboxPlace) throws(SystemError) -> JSONObject { object(try bytes(place)) }

    func object(_ bytes: [UInt8]) -> JSONObject { (try? JSONReader(.python).read(bytes))?.object ?? JSONObject() }

    /// Somebody may still be writing it: it is torn when the size stood still for a quarter of a second.
    private mutating func waitForWriter() throws(SystemError) {
        let never = try Cancellation()
        var size = try file.size()
        var still = Deadline.after(milliseconds: 250)
        while !still.hasPassed {
            _ = never.wait(until: .after(milliseconds: 10))
            let now = try file.size()
            if now != size {
                size = now
                still = .after(milliseconds: 250)
            }
        }
        try catchUp()
    }
}
