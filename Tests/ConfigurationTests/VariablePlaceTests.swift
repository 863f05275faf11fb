import SystemKit
import TestSupport
import Testing

@testable import Configuration

/// Which file a variable of the service is written to: the one that the service reads.
@Suite(.ownThread) struct VariablePlaceTests {
    private static let name = "JARVIS_USE_MESH_SYNC"

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// Below `api:`; nil: there is no compose file.
        let service: String?
        var files: [String: String] = [:]
        let file: String
        var all = [".env"]
        /// A piece of why it does not reach the service; nil when it does.
        var obstacle: String?
    }

    static let cases = [
        Case(testDescription: "no compose file", service: nil, file: ".env"),
        Case(testDescription: "its environment file", service: "env_file: prod.env", file: "prod.env", all: ["prod.env"]),
        Case(
            testDescription: "the last of two, where none sets it", service: "env_file: [.env, prod.env]", files: ["prod.env": "A=1\n"],
            file: "prod.env", all: [".env", "prod.env"]),
        Case(
            testDescription: "the last that sets it", service: "env_file: [.env, a.env, b.env]",
            files: [".env": "\(name)=1\n", "a.env": "\(name)=0\n", "b.env": "B=1\n"], file: "a.env", all: [".env", "a.env", "b.env"]),
        Case(
            testDescription: "one in which readers disagree about it", service: "env_file: [a.env, b.env]",
            files: ["a.env": "'\(name)'=1\n", "b.env": "B=1\n"], file: "a.env", all: ["a.env", "b.env"]),
        Case(testDescription: ".env by another spelling", service: "env_file: ././.env", file: ".env"),
        Case(testDescription: "a path of the map form", service: "env_file: [{path: deep/x.env}]", file: "deep/x.env", all: ["deep/x.env"]),
        Case(testDescription: "a path with a variable", service: "env_file: ${WHICH:-a.env}", file: "a.env", all: ["a.env"]),
        Case(
            testDescription: "that of a service which it extends", service: "extends: {file: common/c.yml, service: base}",
            files: ["common/c.yml": "services: {base: {image: x, env_file: base.env}}\n"], file: "common/base.env",
            all: ["common/base.env"]),
        Case(
            testDescription: "that of an override", service: "image: x",
            files: ["docker-compose.override.yml": "services: {api: {env_file: more.env}}\n"], file: "more.env", all: ["more.env"]),
        Case(testDescription: "a name that is passed on", service: "environment: [\(name)]", file: ".env"),
        Case(testDescription: "its own variable", service: "environment: {\(name): '${\(name):-0}'}", file: ".env"),
        Case(
            testDescription: "a literal", service: "environment: ['\(name)=1']", file: ".env",
            obstacle: "docker-compose.yml itself sets \(name) for service api"),
        Case(
            testDescription: "another variable", service: "environment: ['\(name)=${MESH_ON}']\nenv_file: prod.env", file: ".env",
            obstacle: "docker-compose.yml itself sets \(name)"),
        Case(
            testDescription: "nothing of it is passed", service: "image: x", file: ".env",
            obstacle: "the compose file does not pass \(name) to service api: add it to its `environment`"),
    ]

    @Test("It is the file that the service reads, with what to change by hand where there is none", arguments: cases)
    func place(_ test: Case) throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("jarvis")
            for part in ["deep", "common"] { try fixture.makeDirectory("jarvis/" + part) }
            try fixture.write("", to: "jarvis/.env")
            for (path, text) in test.files { try fixture.write(text, to: "jarvis/" + path) }
            if let service = test.service {
                let lines = service.split(separator: "\n").map { "    \($0)\n" }.joined()
                try fixture.write("services:\n  api:\n\(lines)", to: "jarvis/docker-compose.yml")
            }
            var inputs = Configuration.Inputs()
            inputs.runbookService = "api"
            let place = Configuration(environment: [:], workingDirectory: directory, inputs: inputs).place(of: Self.name)
            #expect(place.file == test.file)
            #expect(place.files == test.all)
            if let obstacle = test.obstacle {
                #expect(place.obstacle?.contains(obstacle) == true, "\(place.obstacle ?? "")")
            } else {
                #expect(place.obstacle == nil)
            }
        }
    }

    private func configuration(_ files: [String: String], in fixture: Fixture, service: String? = "api") throws -> Configuration {
        let directory = fixture.path("jarvis")
        if !Files.exists(directory) { try fixture.makeDirectory("jarvis") }
        for (path, text) in files { try fixture.write(text, to: "jarvis/" + path) }
        var inputs = Configuration.Inputs()
        inputs.runbookService = service
        return Configuration(environment: [:], workingDirectory: directory, inputs: inputs)
    }

    @Test("What compose files themselves give is known for every service, with the variables of `.env` put in, and where it stands")
    func composeValues() throws {
        try Fixture.with { fixture in
            let configuration = try configuration(
                [
                    ".env": "COMPOSE_FILE=a.yml:two.yml\nMESH_ON=yes\n",
                    "a.yml": "services:\n  api: {image: x, environment: ['\(Self.name)=${MESH_ON}', OTHER=1]}\n  redis: {image: y}\n",
                    "two.yml":
                        "services:\n  worker: {image: x, environment: {\(Self.name): '${X:-1}'}}\n  passed: {image: x, environment: [\(Self.name)]}\n",
                ], in: fixture)
            #expect(
                configuration.composeValues([Self.name]) == [
                    ComposeValue(service: "api", variable: Self.name, value: "yes", file: "a.yml"),
                    ComposeValue(service: "worker", variable: Self.name, value: "1", file: "two.yml"),
                ])
            #expect(configuration.composeServices == ["api", "passed", "redis", "worker"])
        }
    }

    @Test(
        "Why no service is Jarvis's own is said as it is",
        arguments: [
            (["docker-compose.yml": "services: {api: {image: x}}\n"], "api", nil, nil),
            ([:], "api", "there is no compose file in ", nil),
            (
                ["docker-compose.yml": "services: {web: {image: x, container_name: jarvis-web}, worker: {image: x}}\n"],
                "jarvis-api",
                "the runbook calls the service jarvis-api, and docker-compose.yml has none of that name (it has web, worker)",
                nil
            ), (["docker-compose.yml": "services: {web: {image: x}}\n"], nil, "the runbook names no service of docker-compose.yml", nil),
            (["docker-compose.yml": "services: [\n"], "api", "docker-compose.yml:", "docker-compose.yml:"),
            (["docker-compose.yml/x": ""], "api", "docker-compose.yml cannot be read: ", "docker-compose.yml cannot be read: "),
            ([".env": "COMPOSE_FILE=gone.yml\n"], "api", "COMPOSE_FILE names gone.yml", "COMPOSE_FILE names gone.yml"),
            (
                [".env": "COMPOSE_FILE=a.yml:gone.yml\n", "a.yml": "services: {api: {image: x}}\n"], "api", "COMPOSE_FILE names gone.yml",
                "COMPOSE_FILE names gone.yml"
            ),
        ] as [([String: String], String?, String?, String?)])
    func trouble(files: [String: String], service: String?, trouble: String?, fault: String?) throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis")
            if files.keys.contains("docker-compose.yml/x") { try fixture.makeDirectory("jarvis/docker-compose.yml") }
            let configuration = try configuration(files, in: fixture, service: service)
            #expect(
                configuration.serviceTrouble.map { $0.hasPrefix(trouble ?? "?") } == trouble.map { _ in true },
                "\(configuration.serviceTrouble ?? "")")
            #expect(configuration.composeFault.map { $0.hasPrefix(fault ?? "?") } == fault.map { _ in true })
            // What reaches the service is not known then; without a compose file at all it is `.env`.
            #expect((configuration.place(of: Self.name).obstacle?.contains("is not known") == true) == (fault != nil))
            if files.keys.contains("docker-compose.yml/x") {
                #expect(configuration.composeFault?.contains("Is a directory") == true, "\(configuration.composeFault ?? "")")
            }
        }
    }
}
