import Mesh
import Planning

@testable import Safety

/// What one fact may be, and which of its values are at least as dangerous as which: what a rule that reads it must not take the other
/// way round.
struct Danger: Sendable {
    let name: String
    let values: [Value]
    /// Places in `values`: the second is at least as dangerous as the first.
    let order: [(milder: Int, worse: Int)]

    struct Value: Sendable {
        let name: String
        let apply: @Sendable (inout Facts) -> Void
    }

    /// - Parameter levels: the values by their danger, those of one level being equally dangerous.
    init(_ name: String, _ levels: [[Value]]) {
        self.name = name
        values = levels.flatMap(\.self)
        let places = levels.indices.flatMap { level in levels[level].map { _ in level } }
        order = places.indices.flatMap { a in
            places.indices.compactMap { b in a != b && places[a] <= places[b] ? (a, b) : nil }
        }
    }

    /// - Parameter order: pairs of names.
    init(_ name: String, _ values: [Value], _ order: [(String, String)]) {
        self.name = name
        self.values = values
        self.order = order.compactMap { pair in
            guard let a = values.firstIndex(where: { $0.name == pair.0 }), let b = values.firstIndex(where: { $0.name == pair.1 }) else {
                return nil
            }
            return (a, b)
        }
    }
}

private func value(_ name: String, _ apply: @escaping @Sendable (inout Facts) -> Void) -> Danger.Value {
    Danger.Value(name: name, apply: apply)
}

extension Danger {
    static let deployment = Danger(
        "deployment",
        [
            [value("development") { $0.deployment = .development }], [value("staging") { $0.deployment = .staging }],
            [value("production") { $0.deployment = .production }],
        ])

    /// What counts, then what does not, for whatever reason.
    static let smoke = Danger(
        "smoke",
        [
            [value("sound") { $0.smoke = smoke() }],
            [
                value("none") { $0.smoke = nil }, value("failed") { $0.smoke = smoke { $0.passed = false } },
                value("edited") { $0.smoke = smoke { $0.distrust = .init("edited") } },
                value("old") { $0.smoke = smoke { $0.ageMilliseconds = 900_001 } },
                value("of the future") { $0.smoke = smoke { $0.ageMilliseconds = -1 } },
                value("of no age") { $0.smoke = smoke { $0.ageMilliseconds = .nan } },
                value("of another configuration") { $0.smoke = smoke { $0.isOfThisConfiguration = false } },
                value("of an outbox that was poisoned") { $0.smoke = smoke { $0.outboxFault = "an invalid event" } },
                value("of nothing") { $0.smoke = smoke { $0.covered = [] } },
            ],
        ])

    static let meshSettings = Danger(
        "the mesh's variables",
        [
            [value("as they were looked at") { $0.service.meshDoubt = nil }],
            [value("unknown") { $0.service.meshDoubt = "docker-compose failed" }],
        ])

    static let otherMesh = Danger(
        "the mesh's variables of a new container",
        [
            [value("those that it runs with") { $0.service.meshDiffers = false }],
            [value("others, or unknown") { $0.service.meshDiffers = true }],
        ])

    static let writes = Danger(
        "memory writes",
        [
            [value("succeeding") { $0.memoryWrites = .succeeding("x") }], [value("unknown") { $0.memoryWrites = .unknown("x") }],
            [value("failing") { $0.memoryWrites = .failing("x") }],
        ])

    static let lock = Danger(
        "lock",
        [
            [value("free") { $0.lock = .free }, value("ours") { $0.lock = .ours }],
            [value("held") { $0.lock = .held(by: "ada") }, value("unknown") { $0.lock = .unknown("x") }],
        ])

    static let journal = Danger(
        "journal",
        [
            [value("ready") { $0.journal = .ready }],
            [value("cannot be made") { $0.journal = .cannotCreate("x") }, value("failing") { $0.journal = .failing("x") }],
        ])

    static let owner = Danger(
        "owner of the containers",
        [
            [value("this directory") { $0.containers = .ours }], [value("unknown") { $0.containers = .unknown("x") }],
            [value("another") { $0.containers = .another(theirs: "/a", ours: "/b") }],
        ])

    static let engine = Danger(
        "engine", [[value("none") { $0.service.engineAnswers = false }], [value("answers") { $0.service.engineAnswers = true }]])

    static let instances = Danger(
        "instances",
        [[value("several") { $0.service.oneInstance = nil }], [value("one") { $0.service.oneInstance = "its port is fixed" }]])

    static let event = Danger(
        "the event",
        [
            [value("valid") { $0.outbox.valid = ["good"] }], [value("not validated") { _ in }],
            [
                value("invalid") { $0.outbox.invalid = ["good"] },
                value("both") {
                    $0.outbox.valid = ["good"]
                    $0.outbox.invalid = ["good"]
                },
            ],
        ])

    /// What an earlier part of the run kept: more is milder.
    static let kept: Danger = {
        let sets = (0..<(1 << Loss.allCases.count)).map { bits in
            Set(Loss.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
        }
        let names = sets.map { $0.map(\.rawValue).sorted().joined(separator: "+") }
        return Danger(
            "kept", zip(names, sets).map { name, set in value(name) { $0.kept = set } },
            sets.indices.flatMap { a in
                sets.indices.compactMap { b in a != b && sets[a].isSuperset(of: sets[b]) ? (names[a], names[b]) : nil }
            })
    }()

    /// - Parameter levels: of `false`, `true` and `nil`, the mildest first.
    static func running(_ flag: MeshFlag, _ levels: [[Bool?]]) -> Danger {
        Danger("\(flag.word) running", levels.map { $0.map { isOn in value(word(isOn)) { $0.flags[flag].running = isOn } } })
    }

    /// - Parameter levels: of `0`, `1`, and what readers take for different things.
    static func file(_ flag: MeshFlag, _ levels: [[String?]]) -> Danger {
        Danger(
            "\(flag.word) in the file", levels.map { $0.map { text in value(text ?? "absent") { $0.flags[flag].fileValue = text } } })
    }

    /// What docker-compose says that the new container is given. What it leaves to others, what it says in a way that readers take for
    /// different things, and what it does not answer are unknown alike.
    static func given(_ flag: MeshFlag, _ levels: [[String?]]) -> Danger {
        Danger(
            "\(flag.word) given",
            levels.map { $0.map { text in value(text ?? "absent") { give(flag, text, &$0) } } })
    }

    private static func give(_ flag: MeshFlag, _ text: String?, _ facts: inout Facts) {
        if text == "not asked" {
            facts.service.newContainer = .unknown("docker-compose failed")
        } else if case .asked(var services) = facts.service.newContainer {
            services["api", default: [:]][flag.variable] = text
            facts.service.newContainer = .asked(services)
        }
    }

    private static func word(_ isOn: Bool?) -> String { isOn.map { $0 ? "on" : "off" } ?? "unknown" }

    private static func smoke(_ adjust: (inout SmokeFacts) -> Void = { _ in }) -> SmokeFacts {
        var smoke = SmokeFacts(passed: true, ageMilliseconds: 1000, covered: [.sync, .attestation], isOfThisConfiguration: true)
        adjust(&smoke)
        return smoke
    }
}
