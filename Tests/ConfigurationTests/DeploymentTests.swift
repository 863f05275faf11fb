import SystemKit
import TestSupport
import Testing

@testable import Configuration

/// Where a Jarvis runs: found by what a setting names, by what lies in the usual places, and by what runs.
@Suite(.ownThread) struct DeploymentTests {
    private static let root = """
        services:
          api: {container_name: jarvis-api, ports: ['${API_PORT:-8766}:8766'], environment: ['REDIS_URL=redis://redis:6379/0']}
          redis: {ports: ['6380:6379']}
        """
    private static let below = """
        services:
          jarvis-supervisor:
            container_name: jarvis-supervisor
            image: ghcr.io/lucid-labs/jarvis:${JARVIS_VERSION:-latest}
            env_file: lifeos/config/.env
            environment: {REDIS_HOST: redis, REDIS_PORT: '6379'}
          redis: {container_name: jarvis-redis, ports: ['6390:6379']}
        """
    private static let unit = """
        [Unit]
        Description=Jarvis
        [Service]
        Type=notify
        WorkingDirectory=HERE
        ; a comment
        EnvironmentFile=-HERE/conf/%N.env
        Environment="HEALTH_PORT=8099" \\
          OTHER=1
        MemoryMax=4G
        """

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// By path below the directory; `HERE` in a text is the directory. What begins with `units/` is a unit file.
        var files: [String: String] = [:]
        var environment: [String: String] = [:]
        var containers: [ContainerOrigin] = []
        var layout: Deployment.Layout?
        var words = "no compose file"
        var api = "http://localhost:8000"
        /// nil: none is known.
        var supervisor: String?
        var options: [String] = []
        var environmentFiles: [String] = []
        /// A piece of each thing that may be meant.
        var choices: [String] = []
        var presence: Presence? = .directory
    }

    private static func container(_ name: String, _ service: String, _ directory: String, _ file: String) -> ContainerOrigin {
        ContainerOrigin(name: name, service: service, directory: directory, files: file.isEmpty ? [] : [file])
    }

    static let cases = [
        Case(testDescription: "nothing", presence: .nothing),
        Case(
            testDescription: "the API's compose file in the directory", files: ["docker-compose.yml": root], layout: .api,
            words: "docker-compose, service api", api: "http://localhost:8766"),
        Case(
            testDescription: "the supervisor's below it", files: ["infra/docker/docker-compose.yml": below], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "infra/docker/docker-compose.yml"], environmentFiles: ["infra/docker/lifeos/config/.env"]),
        Case(
            testDescription: "its environment file lies where somebody starts it with --project-directory",
            files: ["infra/docker/docker-compose.yml": below, "lifeos/config/.env": "A=1\n"], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "infra/docker/docker-compose.yml", "--project-directory", "HERE"], environmentFiles: ["lifeos/config/.env"]),
        Case(
            testDescription: "COMPOSE_FILE, which docker-compose knows itself",
            files: ["docker-compose.yml": root, "infra/docker/docker-compose.yml": below],
            environment: ["COMPOSE_FILE": "infra/docker/docker-compose.yml"], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            environmentFiles: ["infra/docker/lifeos/config/.env"]),
        Case(
            testDescription: "a second file of COMPOSE_FILE adjusts the first",
            files: [
                "docker-compose.yml": root, "two.yml": "services: {api: {ports: ['9999:9999']}, jarvis-supervisor: {ports: ['8081:8080']}}",
            ],
            environment: ["COMPOSE_FILE": "docker-compose.yml:two.yml"], layout: .api,
            words: "docker-compose, service api and jarvis-supervisor", api: "http://localhost:8766", supervisor: "http://127.0.0.1:8081"),
        Case(
            testDescription: "our own variable before docker-compose's",
            files: ["docker-compose.yml": root, "x/y.yml": below],
            environment: ["COMPOSE_FILE": "docker-compose.yml", "JARVIS_OPS_COMPOSE_FILE": "x/y.yml"], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "x/y.yml"], environmentFiles: ["x/lifeos/config/.env"]),
        Case(
            testDescription: "both, and nothing runs: it cannot be told",
            files: ["docker-compose.yml": root, "infra/docker/docker-compose.yml": below], words: "one of 2",
            choices: ["JARVIS_OPS_COMPOSE_FILE=docker-compose.yml", "JARVIS_OPS_COMPOSE_FILE=infra/docker/docker-compose.yml"],
            presence: nil),
        Case(
            testDescription: "both, and the containers of one are there",
            files: ["docker-compose.yml": root, "infra/docker/docker-compose.yml": below],
            containers: [container("jarvis-supervisor", "jarvis-supervisor", "HERE/infra/docker", "docker-compose.yml")],
            layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "infra/docker/docker-compose.yml"], environmentFiles: ["infra/docker/lifeos/config/.env"]),
        Case(
            testDescription: "one that cannot be read is not passed over",
            files: ["docker-compose.yml": "services:\n\tapi: {}\n", "infra/docker/docker-compose.yml": below]),
        Case(
            testDescription: "a compose file of something else gives way",
            files: ["docker-compose.yml": "services: {web: {image: nginx}}", "infra/docker/docker-compose.yml": below], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "infra/docker/docker-compose.yml"], environmentFiles: ["infra/docker/lifeos/config/.env"]),
        Case(
            testDescription: "a unit that works in this directory",
            files: ["units/jarvis-supervisor.service": unit, "conf/jarvis-supervisor.env": "API_PORT=8767\n"], layout: .systemd,
            words: "systemd unit jarvis-supervisor.service", api: "http://127.0.0.1:8767", supervisor: "http://127.0.0.1:8099",
            environmentFiles: ["conf/jarvis-supervisor.env"]),
        Case(
            testDescription: "a drop-in takes its environment file back and names another",
            files: [
                "units/jarvis-supervisor.service": unit,
                "units/jarvis-supervisor.service.d/10-own.conf": "[Service]\nEnvironmentFile=\nEnvironmentFile=HERE/.env\n",
            ], layout: .systemd, words: "systemd unit jarvis-supervisor.service", supervisor: "http://127.0.0.1:8099",
            environmentFiles: [".env"]),
        Case(
            testDescription: "a unit of another directory",
            files: ["units/jarvis.service": "[Service]\nWorkingDirectory=/opt/jarvis\n"], presence: .nothing),
        Case(
            testDescription: "two units: the API's and the supervisor's",
            files: [
                "units/jarvis-supervisor.service": unit,
                "units/jarvis-api.service": "[Service]\nWorkingDirectory=HERE\nEnvironment=API_PORT=8768\n",
            ], layout: .systemd, words: "systemd unit jarvis-supervisor.service and jarvis-api.service", api: "http://127.0.0.1:8768",
            supervisor: "http://127.0.0.1:8099", environmentFiles: ["conf/jarvis-supervisor.env"]),
        Case(
            testDescription: "a unit and a compose file",
            files: ["docker-compose.yml": root, "units/jarvis-supervisor.service": unit], words: "one of 2",
            choices: ["JARVIS_OPS_COMPOSE_FILE=docker-compose.yml", "JARVIS_OPS_UNIT=jarvis-supervisor.service"], presence: nil),
        Case(
            testDescription: "a unit that is named, beside a compose file",
            files: ["docker-compose.yml": root, "units/other.service": "[Service]\nWorkingDirectory=/srv/x\n"],
            environment: ["JARVIS_OPS_UNIT": "other"], layout: .systemd, words: "systemd unit other.service"),
        Case(
            testDescription: "two settings that contradict each other", files: ["docker-compose.yml": root],
            environment: ["JARVIS_OPS_UNIT": "a", "JARVIS_OPS_COMPOSE_FILE": "docker-compose.yml"], words: "one of 2",
            choices: ["JARVIS_OPS_UNIT=a", "JARVIS_OPS_COMPOSE_FILE=docker-compose.yml"], presence: nil),
        Case(
            testDescription: "a container that was made from a file of its own name", files: ["odd/stack.yml": below],
            containers: [container("jarvis-supervisor", "jarvis-supervisor", "HERE/odd", "stack.yml")], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", supervisor: "port 8080 inside jarvis-supervisor",
            options: ["-f", "odd/stack.yml"], environmentFiles: ["odd/lifeos/config/.env"], presence: nil),
        Case(
            testDescription: "a container that was made by hand", containers: [container("jarvis-api", "", "", "")], layout: .api,
            words: "container jarvis-api", presence: .container),
        Case(
            testDescription: "containers of a Jarvis elsewhere",
            containers: [container("jarvis-api", "api", "/srv/other", "docker-compose.yml")], presence: .nothing),
        Case(
            testDescription: "the supervisor's own port is none of the API's",
            files: ["docker-compose.yml": "services: {jarvis-supervisor: {ports: ['18080:8080', '18766:8766']}}"], layout: .supervisor,
            words: "docker-compose, service jarvis-supervisor", api: "http://localhost:18766", supervisor: "http://127.0.0.1:18080"),
    ]

    @Test("It is found, with how docker-compose is told of it and where both processes answer", arguments: cases)
    func finds(_ test: Case) throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("jarvis")
            let units = try fixture.makeDirectory("units")
            func place(_ text: String) -> String { text.replacing("HERE", with: directory) }
            for (path, text) in test.files {
                let parts = (path.hasPrefix("units/") ? path : "jarvis/" + path).split(separator: "/").dropLast()
                for count in 1..<(parts.count + 1) {
                    let folder = parts.prefix(count).joined(separator: "/")
                    if Files.kind(fixture.path(folder)) == nil { try fixture.makeDirectory(folder) }
                }
                try fixture.write(place(text), to: path.hasPrefix("units/") ? path : "jarvis/" + path)
            }
            var inputs = Configuration.Inputs()
            inputs.runbookService = "jarvis-api"
            inputs.runbookOrigin = "http://localhost:8000"
            let containers = test.containers.map {
                ContainerOrigin(name: $0.name, service: $0.service, directory: place($0.directory), files: $0.files)
            }
            inputs.containers = { containers }
            let found = Configuration(
                environment: test.environment.merging(["SYSTEMD_UNIT_PATH": units]) { $1 }, workingDirectory: directory, inputs: inputs)
            #expect(found.deployment.layout == test.layout)
            #expect(found.deployment.words == test.words)
            #expect(found.apiURL.value == test.api)
            #expect(found.supervisor?.words == test.supervisor)
            #expect(found.deployment.composeOptions() == test.options.map(place))
            #expect(found.deployment.environmentFiles.map(found.relative) == test.environmentFiles)
            #expect(found.deployment.choices.count == test.choices.count)
            for (choice, piece) in zip(found.deployment.choices, test.choices) { #expect(choice.contains(piece)) }
            if let presence = test.presence { #expect(found.presence == presence) }
        }
    }

    @Test("What the service's own environment file says comes before .env; Redis is where its host and port are published")
    func files() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("infra")
            try fixture.makeDirectory("infra/docker")
            try fixture.makeDirectory("infra/docker/lifeos")
            try fixture.makeDirectory("infra/docker/lifeos/config")
            try fixture.write(Self.below, to: "infra/docker/docker-compose.yml")
            try fixture.write("JARVIS_NATS_URL=nats://a:1\nHEALTH_PORT=8090\n", to: "infra/docker/lifeos/config/.env")
            try fixture.write("JARVIS_NATS_URL=nats://b:1\nSOLANA_RPC_URL=http://c\n", to: ".env")
            let found = Configuration(environment: [:], workingDirectory: fixture.directory, inputs: .init())
            #expect(found.variable("JARVIS_NATS_URL")?.value == "nats://a:1")
            #expect(found.variable("JARVIS_NATS_URL")?.source.words == "JARVIS_NATS_URL in infra/docker/lifeos/config/.env")
            #expect(found.variable("SOLANA_RPC_URL")?.value == "http://c")
            #expect(found.redisURL.value == "redis://127.0.0.1:6390/0")
            #expect(found.supervisor?.words == "port 8090 inside jarvis-supervisor")
            #expect(found.place(of: "JARVIS_USE_MESH_SYNC").file == "infra/docker/lifeos/config/.env")
        }
    }
}
