import Configuration
import JSONKit
import Mesh
import Operations
import Planning
import SystemKit
import TestSupport
import Testing

/// An outbox → which of its events the rules are told may be sent, for everything that it may say of one.
@Suite(.ownThread) struct EventTests {
    /// What becomes of e1: nil when it is not sent.
    private static func judged(
        _ world: EventWorld, _ outbox: EventOutbox, in fixture: Fixture,
        _ misread: (inout [[UInt8]], inout Set<String>) -> Void = { _, _ in }
    ) throws -> RetryDisposition? {
        var (lines, acknowledged) = outbox.lines(world)
        misread(&lines, &acknowledged)
        let path = try fixture.write(lines.flatMap(\.self), to: "outbox.jsonl")
        let session = try RetrySession(
            settings(path, world), limit: 10, forSending: false, acknowledged: acknowledged, now: EventOutbox.now)
        guard let item = session.items.first(where: { $0.name == "e1" }) else { return nil }
        let isValid = session.facts(OutboxFacts()).valid.contains("e1")
        switch item.disposition {
        case .publish, .commit, .reseal:
            #expect(isValid)
            return item.disposition
        case .hold, .quarantine:
            #expect(!isValid)
            return nil
        }
    }

    private static func settings(_ path: String, _ world: EventWorld) throws -> RetrySettings {
        var settings = RetrySettings(
            Configuration(environment: [:], workingDirectory: "/nowhere", inputs: Configuration.Inputs()), reseals: world.reseals,
            isAttesting: world.isAttesting)
        settings.outboxPath = path
        settings.identity = EventOutbox.identity
        return settings
    }

    @Test("An event is sent where the world allows it, and nowhere else")
    func everything() throws {
        let outbox = EventOutbox()
        let faults = try Fixture.with { fixture in
            try EventWorld.all.compactMap { world -> String? in
                let said = try Self.judged(world, outbox, in: fixture)
                return said == world.right ? nil : "\(said.map { "\($0)" } ?? "nothing") in \(world)"
            }
        }
        print("proof, events: \(EventWorld.all.count) outboxes")
        #expect(EventWorld.all.count > 8000)
        #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(3))")
    }

    @Test(
        "A judge that misreads the outbox is found out",
        arguments: [
            Misreading("only the newest line is read") { lines, _ in lines = lines.suffix(1) },
            Misreading("everything was acknowledged") { lines, _ in lines.removeAll { has($0, "invalid_envelope") } },
            Misreading("the record's hash is not read") { lines, _ in replace(&lines, "\"state_hash\":\"" + zeros, "\"state_hash\":\"") },
            Misreading("the record's delta is not read") { lines, _ in replace(&lines, "\"x\":2", "\"x\":1") },
            Misreading("the node is not read") { lines, _ in replace(&lines, "node-b", "node-a") },
        ])
    func canFail(misreading: Misreading) throws {
        let outbox = EventOutbox()
        let isFound = try Fixture.with { fixture in
            try EventWorld.all.contains { world in
                guard let said = try Self.judged(world, outbox, in: fixture, misreading.apply) else { return false }
                return said != world.right
            }
        }
        #expect(isFound)
    }

    struct Misreading: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout [[UInt8]], inout Set<String>) -> Void

        init(_ name: String, _ apply: @escaping @Sendable (inout [[UInt8]], inout Set<String>) -> Void) {
            testDescription = name
            self.apply = apply
        }
    }
}

private let zeros = String(repeating: "0", count: 64)

private func has(_ line: [UInt8], _ text: String) -> Bool { String(decoding: line, as: UTF8.self).contains(text) }

private func replace(_ lines: inout [[UInt8]], _ old: String, _ new: String) {
    lines = lines.map { Array(String(decoding: $0, as: UTF8.self).replacing(old, with: new).utf8) }
}
