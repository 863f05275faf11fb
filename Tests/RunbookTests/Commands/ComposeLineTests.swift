import TestSupport
import Testing

@testable import Runbook

/// What a command of docker is, whatever words it is made of.
@Suite(.ownThread) struct ComposeLineTests {
    private static func line(_ text: String) -> ComposeLine { ComposeLine(text.split(separator: " ").map(String.init)) }

    @Test(
        "The subcommand stands behind the program's own options",
        arguments: [
            ("docker-compose stop up", "stop", false), ("docker compose restart", "restart", false), ("docker stop up", "stop", false),
            ("docker-compose -f other.yml up -d", "up", true), ("docker-compose --project-name=x up -d", "up", true),
            ("docker-compose --env-file on.env up", "up", true), ("docker-compose --verbose up -d", "up", false),
            ("docker-compose -f - up -d", nil, true), ("docker --context other stop x", nil, true), ("docker-compose", nil, true),
        ] as [(String, String?, Bool)])
    func subcommands(text: String, subcommand: String?, isElsewhere: Bool) {
        let line = Self.line(text)
        #expect(line.subcommand == subcommand)
        #expect(line.isElsewhere == isElsewhere)
        #expect(line.may(be: ["up"]) == (subcommand == "up" || subcommand == nil))
    }

    @Test(
        "An option is given with a value, without one, or among others",
        arguments: [
            ("docker-compose up -d", true), ("docker-compose up --detach", true), ("docker-compose up --detach=false", true),
            ("docker-compose up -Vd", true), ("docker-compose up --no-deps", false), ("docker-compose up d", false),
        ])
    func options(text: String, isGiven: Bool) { #expect(Self.line(text).has("--detach", or: "d") == isGiven) }

    @Test(
        "How many containers are asked for",
        arguments: [
            ("docker-compose up -d --scale api=3", ["api": 3]), ("docker-compose up -d --scale=api=0 --odd", ["api": 0]),
            ("docker-compose scale api=2 web=1", ["api": 2, "web": 1]), ("docker-compose up -d scale=3", [:]),
            ("docker-compose scale --no-deps api=2", ["api": 2]),
            // What stands behind the last = counts.
            ("docker-compose scale api=2=0", ["api": 0]),
        ] as [(String, [String: Int])])
    func scales(text: String, counts: [String: Int]) {
        #expect(Dictionary(uniqueKeysWithValues: Self.line(text).scales.map { ($0.service, $0.count) }) == counts)
    }

    @Test("What is no number is none")
    func numbers() { #expect(Self.line("docker-compose scale api=many web").scales.map(\.count) == [nil, nil]) }
}
