import ProcessKit
import PythonOracle
import SystemKit
import TestSupport

/// A Jarvis all of whose inputs hold random secrets, and a judge who looks for them in every form in what was printed and kept.
struct LeakBench {
    let fixture: Fixture
    let secrets: Secrets
    let environment: [String: String]
    let runbook: String
    private let redis: RedisServer
    private let service: PythonServer

    /// - Parameter seed: gives the same secrets again.
    static func with(seed: UInt64, _ body: (LeakBench) throws -> Void) throws {
        try Fixture.with { fixture in
            let secrets = Secrets(seed: seed)
            try fixture.makeDirectory("jarvis")
            try fixture.makeDirectory("state")
            try fixture.makeDirectory("outputs")
            let list = try fixture.write(secrets.lines, to: "secrets.txt")
            try PythonServer.run(LeakScripts.files, in: fixture, name: "files", arguments: [list, fixture.path("jarvis")])
            let service = try PythonServer(LeakScripts.service, in: fixture, name: "service", arguments: [list])
            let redis = try RedisServer(in: fixture, options: ["--requirepass", secrets["redis"]])
            try body(try LeakBench(fixture, secrets, redis, service))
        }
    }

    private init(_ fixture: Fixture, _ secrets: Secrets, _ redis: RedisServer, _ service: PythonServer) throws {
        self.fixture = fixture
        self.secrets = secrets
        self.redis = redis
        self.service = service
        try redis.cli(["SET", "leak", "Bearer " + secrets["bearer"]], in: fixture, password: secrets["redis"])
        try redis.cli(["SET", "ratelimit:provider:openai", secrets["api"]], in: fixture, password: secrets["redis"])
        runbook = try fixture.write(LeakTexts.runbook(secrets, port: redis.port), to: "runbook.md")
        try fixture.write(LeakTexts.dotEnv(secrets), to: "jarvis/.env")
        try fixture.write(LeakTexts.compose(secrets), to: "jarvis/docker-compose.yml")
        environment = [
            "OPENAI_API_KEY": secrets["api"], "BOT_TOKEN": secrets["bot"], "TWO_LINES_SECRET": secrets["line1"] + "\n" + secrets["line2"],
            "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T012/B345/" + secrets["webhook"],
            "JARVIS_OPS_REDIS_URL": "redis://:\(PercentEncoding.encode(secrets["redis"]))@127.0.0.1:\(redis.port)/0",
            "DATABASE_URL": "postgresql://jarvis:\(PercentEncoding.encode(secrets["database"]))@db/jarvis",
            "JARVIS_API_URL": "http://ops:\(PercentEncoding.encode(secrets["apiurl"]))@127.0.0.1:\(service.port)",
            "JARVIS_HOME": fixture.path("jarvis"), "XDG_STATE_HOME": fixture.path("state"), "HOME": fixture.directory,
            "DOCKER_HOST": "unix:///nowhere/docker.sock",
        ]
    }

    /// The same Jarvis with nothing that answers: errors hold secrets too.
    func broken() throws -> [String: String] {
        let port = try FreePort.find()
        return environment.merging([
            "JARVIS_OPS_REDIS_URL": "redis://:\(PercentEncoding.encode(secrets["database"]))@127.0.0.1:\(redis.port)/0",
            "JARVIS_API_URL": "http://ops:\(PercentEncoding.encode(secrets["apiurl"]))@127.0.0.1:\(port)",
            "OLD_REDIS_PASSWORD": secrets["redis"], "NATS_TOKEN": secrets["nats"], "COMPOSE_FILE": secrets["api"] + ".yml",
            "JARVIS_OPS_DATABASE": "/nowhere/" + secrets["api"],
        ]) { $1 }
    }

    /// Keeps what a run printed, for the judge.
    func keep(_ run: Run, _ name: String) throws {
        try fixture.write(run.output, to: "outputs/\(name).out")
        try fixture.write(run.errors, to: "outputs/\(name).err")
    }

    /// Every secret that stands in a form of its own in an output or in the state directory: `FILE: NAME as FORM`.
    func leaks() throws -> [String] {
        let found = try PythonServer.run(
            LeakScripts.judge, in: fixture, name: "judge",
            arguments: [fixture.path("secrets.txt"), fixture.path("outputs"), fixture.path("state")])
        return found.split(separator: "\n").map(String.init)
    }
}

/// Random secrets by name.
struct Secrets {
    private var values: [(name: String, value: String)] = []

    subscript(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

    /// `NAME<tab>VALUE` lines.
    var lines: String { values.map { "\($0.name)\t\($0.value)\n" }.joined() }

    init(seed: UInt64) {
        var random = TestRandom(seed: seed)
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let token = letters + Array("-_+/=.")
        let symbols = letters + Array("!#%&*+,-./:;=?@^_~|")
        func add(_ name: String, _ alphabet: [Character]) {
            let length = 12 + random.below(30)
            // A letter first and last: what ends a word of a sentence or of a command is no part of it.
            let inner = (0..<length).map { _ in random.pick(alphabet) }
            values.append((name, String([random.pick(letters)] + inner + [random.pick(letters)])))
        }
        for name in ["api", "webhook", "mesh", "bearer", "export", "option", "line1", "line2", "new", "header"] { add(name, letters) }
        for name in ["nats", "cookie"] { add(name, token) }
        for name in ["bot", "database", "apiurl", "wallet", "user", "quoted"] { add(name, symbols + ["ü", "漢"]) }
        for name in ["redis", "redisurl"] { add(name, letters + Array("!%&*+,-./:;=?@^_~")) }
    }
}
