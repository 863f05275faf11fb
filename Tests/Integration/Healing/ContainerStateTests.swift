import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// Containers in every state, brought into it for real: what looks say of them.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct ContainerStateTests {
    /// A service that eats memory until the kernel kills it; names that are words of states; one of each state.
    private static let file = """
        version: "2.4"
        x-one: &one {image: jarvis-practice, network_mode: none}
        services:
          jarvis-api: {<<: *one, container_name: NAME-api, mem_limit: 16m, memswap_limit: 16m, restart: "RESTART",
            command: [sh, -c, "sleep 0.5; a=xxxxxxxxxxxxxxxx; while :; do a=$$a$$a; done"]}
          exited-jobs: {<<: *one, command: [sh, -c, sleep 1000]}
          running-totals: {<<: *one, command: [sh, -c, exit 3]}
          migrate: {<<: *one, command: [sh, -c, exit 0]}
          stuck: {<<: *one, command: [sh, -c, sleep 1000]}
          sick: {<<: *one, command: [sh, -c, sleep 1000], healthcheck: {test: [CMD, /bin/busybox, "false"], interval: 0.2s, retries: 1}}
        """

    private struct Project {
        let fixture: Fixture
        let environment: [String: String]
        let name: String

        @discardableResult
        func shell(_ script: String) throws -> String {
            let process = try ChildProcess(
                ["sh", "-c", "cd '\(fixture.path("jarvis"))'; " + script],
                output: fixture.path("shell-\(UInt32.random(in: 0...UInt32.max))"),
                environment: environment)
            let code = try process.wait(seconds: 120)
            guard code == 0 else { throw TestSupportError("\(script) ended with \(code): \(process.output)") }
            return process.output
        }

        func diagnose(_ incident: String) throws -> Run {
            try Run(["diagnose", incident, "-o", "json"], environment: environment, directory: fixture.path("jarvis"))
        }
    }

    private func with(restart: String, _ services: String, _ body: (Project) throws -> Void) throws {
        let engine = try SharedEngine.start()
        try Fixture.with { fixture in
            let name = "states\(UInt32.random(in: 0...UInt32.max))"
            try fixture.makeDirectory("jarvis")
            try fixture.write(
                Self.file.replacing("NAME", with: name).replacing("RESTART", with: restart), to: "jarvis/docker-compose.yml")
            try fixture.write("COMPOSE_PROJECT_NAME=\(name)\n", to: "jarvis/.env")
            let project = Project(
                fixture: fixture,
                environment: ["DOCKER_HOST": engine.host, "HOME": fixture.directory], name: name)
            try project.shell("docker-compose up -d \(services)")
            defer { _ = try? project.shell("docker-compose down -t 0") }
            try body(project)
        }
    }

    @Test("Killed by the kernel and not restarted: confirmed, with limit and time; every other state by its own word")
    func killed() throws {
        try with(restart: "no", "") { project in
            let name = project.name
            try project.shell("docker pause \(name)_stuck_1")
            try waitUntil("the service was killed, and the sick one is known", seconds: 60) {
                try project.shell("docker ps -a --format '{{.Names}} {{.Status}}'").contains("\(name)-api Exited (137)")
                    && project.shell("docker inspect --format '{{.State.Health.Status}}' \(name)_sick_1").contains("unhealthy")
            }
            let memory = try project.diagnose("memory-leak")
            #expect(memory.code == 1, "\(memory.output) \(memory.errors)")
            #expect(
                memory.output.contains(
                    "the kernel killed container \(name)-api 1 time for want of memory (limit 16.0 MiB, its last end at 20"))

            let api = try project.diagnose("api-unresponsive")
            // Its address is a guess, but a container that does not run serves nobody.
            #expect(api.code == 1, "\(api.output)")
            let states = try #require(try api.json()["probes"]?.array?.first { $0["id"]?.text == "api-unresponsive/diagnosis.1" })
            let said = states["summary"]?.text ?? ""
            for words in [
                "1 up; ", "\(name)_running-totals_1 ended with 3 at", "\(name)-api killed for want of memory (exit 137, limit 16.0 MiB)",
                "\(name)_sick_1 up, and its health check fails", "\(name)_stuck_1 paused: docker unpause \(name)_stuck_1",
                "\(name)_migrate_1 ended, its task done",
            ] {
                #expect(said.contains(words), "\(words): \(said)")
            }
            #expect(!said.contains("exited-jobs"), "\(said)")
            #expect(try api.json()["next"]?[0]?.text == "First: docker unpause \(name)_stuck_1", "\(api.output)")
        }
    }

    @Test("A crash loop for want of memory, kept up by its engine: confirmed at every moment of the loop, its restarts named everywhere")
    func loop() throws {
        try with(restart: "always", "jarvis-api") { project in
            try waitUntil("it was restarted twice", seconds: 60) {
                (Int(try project.shell("docker inspect --format '{{.RestartCount}}' \(project.name)-api").filter(\.isNumber)) ?? 0) >= 2
            }
            for incident in ["memory-leak", "database-corruption"] {
                let run = try project.diagnose(incident)
                #expect(run.code == (incident == "memory-leak" ? 1 : 2), "\(run.output)")
                let remark = try run.json()["remarks"]?[0]?.text ?? ""
                #expect(
                    remark.contains("container \(project.name)-api: ") && remark.contains("restarted ")
                        && remark.contains("want of memory"), "\(remark)")
            }
            let triage = try Run(["triage"], environment: project.environment, directory: project.fixture.path("jarvis"))
            #expect(triage.code == 1 && triage.output.contains("restarted "), "\(triage.output)")
        }
    }
}
