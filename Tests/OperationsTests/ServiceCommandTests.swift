import Configuration
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// Whose container a name of the runbook is. The engine is a stand-in that lists names.
@Suite(.ownThread) struct ServiceCommandTests {
    struct Case: CustomTestStringConvertible, Sendable {
        /// What the runbook calls the first container that it names.
        var word = "jarvis-api"
        let written: String
        let becomes: String
        var testDescription: String { "\(written), where the runbook begins with \(word)" }
    }

    private static let compose = """
        services:
          web: {image: x, container_name: prod-web}
          worker: {image: x, container_name: prod-worker}
        """

    @Test(
        "A name of another's is never taken for a Jarvis's, and of several names each is told",
        arguments: [
            Case(word: "billing", written: "docker rm -f billing", becomes: "docker rm -f billing"),
            Case(word: "gone", written: "docker rm -f gone", becomes: "docker rm -f gone"),
            Case(word: "gone", written: "docker-compose stop gone", becomes: "docker-compose stop gone"),
            Case(word: "jarvis-redis", written: "docker rm -f jarvis-redis", becomes: "docker rm -f jarvis-redis"),
            Case(word: "jarvis-supervisor", written: "docker rm -f jarvis-supervisor", becomes: "docker rm -f jarvis-supervisor"),
            Case(word: "billing", written: "docker logs billing", becomes: "docker logs billing"),
            Case(word: "gone", written: "docker logs gone", becomes: "docker logs prod-web"),
            Case(written: "docker restart jarvis-api", becomes: "docker restart prod-web"),
            Case(written: "docker-compose restart jarvis-api", becomes: "docker-compose restart web"),
            Case(written: "docker restart jarvis-api worker", becomes: "docker restart prod-web prod-worker"),
            Case(written: "docker-compose stop jarvis-api prod-worker", becomes: "docker-compose stop web worker"),
            Case(written: "docker rm -f web billing", becomes: "docker rm -f prod-web billing"),
            Case(written: "docker exec jarvis-api kill worker", becomes: "docker exec prod-web kill worker"),
        ])
    func names(test: Case) throws {
        try Fixture.with { fixture in
            for name in ["bin", "jarvis"] { try fixture.makeDirectory(name) }
            try fixture.write(Self.compose, to: "jarvis/docker-compose.yml")
            try fixture.write(
                """
                #!/bin/sh
                [ "$1" = ps ] && for name in billing jarvis-supervisor; do printf '\\t\\t\\t\\t%s\\t%s\\tUp\\t\\n' "$name" "$name"; done
                [ "$1" = inspect ] && echo '[]'
                exit 0
                """, to: "bin/docker", mode: 0o755)
            var inputs = Configuration.Inputs()
            inputs.runbookService = test.word
            let environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "JARVIS_OPS_SERVICE": "web"]
            let configuration = Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: inputs)
            let command = LiveProbes(configuration: configuration, environment: environment)
                .serviceCommand(test.written.split(separator: " ").map(String.init))
            let words = command.argv.filter { $0 != "-f" || test.written.contains("-f") }
            #expect(words.joined(separator: " ") == test.becomes)
            #expect((command.note != nil) == (test.written != test.becomes))
        }
    }
}
