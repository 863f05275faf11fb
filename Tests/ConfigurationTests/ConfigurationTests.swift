import Configuration
import Glibc
import TestSupport
import Testing

/// The configuration of a directory with these files.
private func configuration(
    env: String? = nil, compose: String? = nil, _ environment: [String: String] = [:], inputs: Configuration.Inputs = .init()
) throws -> Configuration {
    try Fixture.with { fixture in
        if let env { try fixture.write(env, to: ".env") }
        if let compose { try fixture.write(compose, to: "docker-compose.yml") }
        return Configuration(environment: environment, workingDirectory: fixture.directory, inputs: inputs)
    }
}

/// The word for where a setting came from, without the details.
private func word(_ setting: Setting?) -> String {
    switch setting?.source {
    case .option: "option"
    case .environment: "environment"
    case .dotEnv: ".env"
    case .composeFile: "compose"
    case .unit: "unit"
    case .service: "service"
    case .runbook: "runbook"
    case .builtIn: "default"
    case nil: "none"
    }
}

private let real = """
    services:
      api:
        container_name: jarvis-api
        ports: ["${API_PORT:-8766}:8766"]
        environment: [REDIS_URL=redis://redis:6379/0]
      redis: {ports: ["6380:6379"]}
    """

@Suite(.ownThread) struct ConfigurationTests {
    @Test(
        "The environment wins over .env, which wins over the default; an empty value is none",
        arguments: [
            ("1", "2", "environment"), ("", "2", ".env"), (nil, "2", ".env"), (nil, "", "default"), ("", nil, "default"),
            (nil, nil, "default"),
        ] as [(String?, String?, String)])
    func precedence(environment: String?, file: String?, expected: String) throws {
        func settings(_ name: String) throws -> Configuration {
            try configuration(env: file.map { "\(name)=\($0)\n" }, environment.map { [name: $0] } ?? [:])
        }
        #expect(word(try settings("JARVIS_API_URL").apiURL) == expected)
        #expect(word(try settings("JARVIS_OPS_REDIS_URL").redisURL) == expected)
        #expect(word(try settings("REDIS_URL").redisURL) == expected)
        #expect(word(try settings("JARVIS_OPS_DATABASE").database) == expected)
        #expect(word(try settings("JARVIS_MEMORY_ROOT").memoryDatabase) == expected)
        #expect(word(try settings("JARVIS_MESH_OUTBOX_PATH").outbox) == expected)
        #expect(word(try settings("JARVIS_OPS_PYTHON").python) == (expected == "default" ? "none" : expected))
    }

    @Test("Options win over everything")
    func options() throws {
        var inputs = Configuration.Inputs()
        inputs.outboxOption = "mine.jsonl"
        inputs.directoryOption = "sub"
        let found = try configuration(
            env: "JARVIS_MESH_OUTBOX_PATH=b", ["JARVIS_MESH_OUTBOX_PATH": "a", "JARVIS_HOME": "/elsewhere"], inputs: inputs)
        #expect(found.outbox == Setting("mine.jsonl", .option("--outbox")))
        #expect(found.directory.value.hasSuffix("/sub"))
        #expect(found.absolute("data/x").hasSuffix("/sub/data/x"))
    }

    @Test("The directory: option, JARVIS_HOME, working directory", arguments: [("/srv/jarvis", "environment"), ("", "default")])
    func directory(home: String, source: String) throws { #expect(word(try configuration(["JARVIS_HOME": home]).directory) == source) }

    @Test(
        "The environment's name comes from the process alone, and everything else is production",
        arguments: [
            (nil, "production"), ("", "production"), ("staging", "staging"), ("development", "development"), ("Development", "production"),
            ("prod", "production"),
        ]
            as [(String?, String)])
    func environmentName(value: String?, expected: String) throws {
        let found = try configuration(env: "JARVIS_OPS_ENVIRONMENT=development\n", value.map { ["JARVIS_OPS_ENVIRONMENT": $0] } ?? [:])
        #expect(found.environmentName.value == expected)
    }

    @Test("The API's port comes from compose, for the service or its container", arguments: ["api", "jarvis-api"])
    func composePort(service: String) throws {
        var inputs = Configuration.Inputs()
        inputs.runbookService = service
        inputs.runbookOrigin = "http://localhost:8000"
        let found = try configuration(env: "API_PORT=9100\n", compose: real, inputs: inputs)
        #expect(found.apiURL.value == "http://localhost:9100")
        #expect(found.apiURL.source.words.contains("service api") && found.apiURL.source.words.contains("9100"))
        #expect(
            try configuration(env: "API_PORT=9100\n", compose: real, ["API_PORT": "9200"], inputs: inputs).apiURL.value
                == "http://localhost:9200")
        #expect(
            try configuration(compose: real, ["JARVIS_API_URL": "http://127.0.0.1:1"], inputs: inputs).apiURL.value == "http://127.0.0.1:1")
        // A runbook that calls it otherwise does not make it another.
        inputs.runbookService = "other"
        #expect(word(try configuration(compose: real, inputs: inputs).apiURL) == "compose")
        #expect(word(try configuration(compose: "services: {web: {ports: ['80:80']}}", inputs: inputs).apiURL) == "runbook")
    }

    @Test(
        "Redis is asked where compose publishes it, secrets and database kept",
        arguments: [
            ("redis://redis:6379/0", "redis://127.0.0.1:6380/0"), ("redis://redis/2", "redis://127.0.0.1:6380/2"),
            ("redis://:p%40ss@redis:6379", "redis://:p%40ss@127.0.0.1:6380"),
            ("redis://user:redis@redis:6379/1", "redis://user:redis@127.0.0.1:6380/1"),
            ("redis://127.0.0.1:6390/0", "redis://127.0.0.1:6390/0"), ("unix:///run/redis.sock", "unix:///run/redis.sock"),
            ("redis", "redis"),
        ])
    func redis(url: String, expected: String) throws {
        #expect(try configuration(compose: real, ["REDIS_URL": url]).redisURL.value == expected)
    }

    @Test("An address of our own is taken as it is; the service's own environment comes after .env")
    func redisSources() throws {
        #expect(try configuration(compose: real, ["JARVIS_OPS_REDIS_URL": "redis://redis:1/0"]).redisURL.value == "redis://redis:1/0")
        var inputs = Configuration.Inputs()
        inputs.runbookService = "jarvis-api"
        #expect(try configuration(compose: real, inputs: inputs).redisURL.value == "redis://127.0.0.1:6380/0")
        #expect(
            try configuration(env: "REDIS_URL=redis://127.0.0.1:7/0", compose: real, inputs: inputs).redisURL.value
                == "redis://127.0.0.1:7/0")
    }

    @Test(
        "The database: an SQLAlchemy address is a path too, another database is not ours",
        arguments: [
            ("sqlite:///./data/a.db", "data/a.db"), ("sqlite:////srv/a.db", "/srv/a.db"), ("sqlite+aiosqlite:///a.db?timeout=5", "a.db"),
            ("postgresql://h/db", "data/jarvis.db"), ("sqlite:///:memory:", "data/jarvis.db"), ("sqlite://", "data/jarvis.db"),
            ("nonsense", "data/jarvis.db"),
        ])
    func database(url: String, path: String) throws { #expect(try configuration(["DATABASE_URL": url]).database.value == path) }

    @Test(
        "The memory database stands in the memory root",
        arguments: [
            ("/srv/m", "/srv/m/jarvis.db"), ("/srv/m/", "/srv/m/jarvis.db"), ("~/m", "/home/j/m/jarvis.db"), ("m", "m/jarvis.db"),
            ("", "/home/j/.lifeos/memory/jarvis.db"),
        ])
    func memory(root: String, path: String) throws {
        #expect(try configuration(["JARVIS_MEMORY_ROOT": root, "HOME": "/home/j"]).memoryDatabase.value == path)
    }

    @Test("Broken files are problems with their place, and everything else is still found")
    func broken() throws {
        let found = try configuration(env: "what is this\nREDIS_URL=redis://127.0.0.1:7/0\n", compose: "services:\n  api: [\n")
        #expect(found.problems.count == 2)
        #expect(found.problems.first == ".env: line 1 is not an assignment")
        #expect(found.problems.last?.hasPrefix("docker-compose.yml:3:1: ") == true)
        #expect(found.redisURL.value == "redis://127.0.0.1:7/0")
        #expect(found.composeFile == nil)
        #expect(try configuration(compose: "- a\n- b\n").problems.count == 1)
        #expect(try configuration(compose: "").problems.isEmpty)
    }

    @Test("Another file at the memory's path makes another mesh configuration, and what is written into it does not")
    func memoryFile() throws {
        try Fixture.with { fixture in
            let environment = ["JARVIS_MEMORY_ROOT": fixture.directory]
            func print() -> String {
                Configuration(environment: environment, workingDirectory: fixture.directory, inputs: .init()).meshFingerprint
            }
            let path = Configuration(environment: environment, workingDirectory: fixture.directory, inputs: .init()).memoryDatabase.value
            let name = path.hasPrefix(fixture.directory + "/") ? String(path.dropFirst(fixture.directory.utf8.count + 1)) : path
            let absent = print()
            try fixture.write("one", to: name)
            let first = print()
            try fixture.write("one, and more", to: name)
            #expect(print() == first && first != absent)
            try fixture.write("one, and more", to: "another")
            try #require(rename(fixture.path("another"), fixture.path(name)) == 0)
            #expect(print() != first)
        }
    }

    @Test("COMPOSE_FILE names the files; one that is not there is said, and then nothing is known")
    func composeFile() throws {
        #expect(try configuration(compose: real, ["COMPOSE_FILE": ""]).composeFile?.services.count == 2)
        let two = try configuration(compose: real, ["COMPOSE_FILE": "docker-compose.yml:more.yml"])
        #expect(two.composeFile == nil && two.problems == ["COMPOSE_FILE names more.yml, which is not there"])
        let gone = try configuration(compose: real, ["COMPOSE_FILE": "gone.yml"])
        #expect(gone.composeFile == nil && gone.problems == ["COMPOSE_FILE names gone.yml, which is not there"])
    }

    @Test("A directory called .env is a problem and no crash")
    func directoryAsFile() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory(".env")
            let found = Configuration(environment: [:], workingDirectory: fixture.directory, inputs: .init())
            #expect(found.dotEnv == nil && found.problems.count == 1)
        }
    }

    @Test("A variable of Jarvis keeps its empty value: set and empty overrides, for Jarvis too")
    func variable() throws {
        let found = try configuration(env: "A=file\n", ["A": ""])
        #expect(found.variable("A") == Setting("", .environment("A")))
        #expect(found.variable("B") == nil)
    }
}
