import Glibc
import SystemKit
import TestSupport
import Testing

@testable import Operations

/// The outbox that was judged is the one that is written: whatever becomes of the file between, a record goes into that file or nowhere.
@Suite(.ownThread) struct OutboxFileTests {
    /// What happens to the file after it was read.
    struct Happening: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Whether the file that stands at the path afterwards is the one that was judged, with all that was read of it.
        let isTheSame: Bool
        let apply: @Sendable (Fixture, String) throws -> Void

        init(_ name: String, isTheSame: Bool, _ apply: @escaping @Sendable (Fixture, String) throws -> Void) {
            testDescription = name
            self.isTheSame = isTheSame
            self.apply = apply
        }
    }

    private static let line = #"{"event_id":"e1","state_hash":"","status":"pending_publish"}"# + "\n"
    private static let shorter = #"{"event_id":"e1"}"# + "\n"

    static let happenings = [
        Happening("nothing", isTheSame: true) { _, _ in },
        Happening("somebody appends", isTheSame: true) { _, path in try append(line, to: path) },
        Happening("it is replaced by another", isTheSame: false) { fixture, path in
            try #require(rename(try fixture.write(shorter, to: "new"), path) == 0)
        },
        Happening("it is replaced by a copy of itself", isTheSame: false) { fixture, path in
            try #require(rename(try fixture.write(line + line, to: "new"), path) == 0)
        },
        Happening("it is removed", isTheSame: false) { _, path in try #require(unlink(path) == 0) },
        Happening("it is renamed, and a link leads to it", isTheSame: true) { fixture, path in
            try #require(rename(path, fixture.path("kept")) == 0 && symlink(fixture.path("kept"), path) == 0)
        },
        Happening("it is cut", isTheSame: false) { _, path in try #require(truncate(path, 10) == 0) },
        Happening("it is cut and grows again", isTheSame: false) { _, path in
            try #require(truncate(path, 0) == 0)
            try append(shorter + line + line + line, to: path)
        },
        Happening("it is written over in place", isTheSame: false) { fixture, _ in
            try fixture.write(line + String(line.dropLast(3)) + "x}\n", to: "outbox.jsonl")
        },
    ]

    private static func append(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try OutputStream(fileDescriptor: descriptor).write(Array(text.utf8))
    }

    @Test("A record is appended to the file that was judged, or to none", arguments: happenings)
    func place(happening: Happening) throws {
        try Fixture.with { fixture in
            let path = try fixture.write(Self.line + Self.line, to: "outbox.jsonl")
            var outbox = try OutboxInHand(path, isForReading: false)
            try outbox.catchUp()
            try happening.apply(fixture, path)
            let before = try? Files.read(path)
            let record = Array((Self.line).utf8)
            let isWritten = (try? outbox.append(record)) != nil
            #expect(isWritten == happening.isTheSame)
            #expect((try? Files.read(path)) == before.map { isWritten ? $0 + record : $0 })
            // Also what happens after the last record is seen.
            #expect(((try? outbox.checkPlace()) != nil) == happening.isTheSame)
        }
    }

    @Test("What happens after the last record is seen in the end", arguments: happenings)
    func afterwards(happening: Happening) throws {
        try Fixture.with { fixture in
            let path = try fixture.write(Self.line, to: "outbox.jsonl")
            var outbox = try OutboxInHand(path, isForReading: false)
            try outbox.append(Array(Self.line.utf8))
            try happening.apply(fixture, path)
            #expect(((try? outbox.checkPlace()) != nil) == happening.isTheSame)
        }
    }
}
