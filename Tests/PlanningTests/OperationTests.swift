import Planning
import Runbook
import TestSupport
import Testing

/// What is known of an operation from its command line alone.
@Suite(.ownThread) struct OperationTests {
    @Test(
        "A command that makes a container gives it the environment of now",
        arguments: [
            ("docker-compose up -d", true), ("docker-compose up -d api", true), ("docker compose up", true),
            ("docker-compose create api", true),
            ("docker-compose create --no-recreate api", true), ("docker-compose scale api=2", true), ("docker-compose run api true", true),
            ("docker run image", true), ("docker create image", true), ("docker-compose restart api", false),
            ("docker-compose start", false),
            ("docker-compose stop api", false), ("docker-compose pull", false), ("docker start jarvis-api", false),
            ("docker-compose ps", false),
        ])
    func recreates(line: String, wanted: Bool) { #expect(operation(line).recreates == wanted) }

    @Test(
        "What makes a container or restarts one interrupts the service",
        arguments: [
            ("docker-compose up -d", true), ("docker-compose create api", true), ("docker-compose scale api=2", true),
            ("docker-compose restart api", true), ("docker restart jarvis-api", true), ("docker-compose start", false),
            ("docker-compose pull", false),
        ])
    func interrupts(line: String, wanted: Bool) { #expect(operation(line).interrupts == wanted) }

    @Test("The program's own recreations are recreations, its start of stopped containers is none")
    func own() {
        #expect(Operation.recreate(service: "api", pinnedOff: []).recreates)
        #expect(Operation.bringUp(service: "api", pinnedOff: []).recreates)
        #expect(!Operation.startServices.recreates)
    }

    private func operation(_ line: String) -> Operation {
        .runbook(.compose(argv: line.split(separator: " ").map(String.init)))
    }
}
