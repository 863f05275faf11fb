/// A practice Jarvis that runs, with everything it is made of in one private directory.
protocol PracticeJarvis: AnyObject {
    /// What a command needs in its environment to find it, beside `PracticeEnvironment.clean`.
    var variables: [String: String] { get }

    /// The private directory (0700); gone after `stop`.
    var directory: String { get }

    /// The processes it is made of, as far as they were started from here.
    var processNumbers: [Int32] { get }

    /// Ends everything it started and removes everything it made. May be called again.
    func stop()
}

extension PracticeJarvis {
    /// What every practice Jarvis tells of itself, whatever it runs on.
    static func variables(_ files: PracticeFiles, _ ports: PracticePorts) -> [String: String] {
        let api = "http://127.0.0.1:\(ports.api)"
        var variables = [
            "JARVIS_HOME": files.checkout, "JARVIS_API_URL": api, "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(ports.redis)/0",
            "COMPOSE_PROJECT_NAME": "jarvisdrill\(ports.api)",
        ]
        // The practice service plays the providers too: no key of a drill is ever sent to a real one.
        for name in ["groq", "openrouter"] {
            variables["JARVIS_OPS_PROVIDER_URL_\(name.uppercased())"] = "\(api)/practice/providers/\(name)/v1/models"
        }
        return variables
    }
}

/// Starts practice Jarvises.
enum Practice {
    enum Engine: String, CaseIterable, Sendable { case local, compose }

    /// Starts one and waits until it is ready: its Redis and its service answer, or its service has ended (api-down).
    ///
    /// Whoever starts it calls `stop`. Nothing is left behind when this throws.
    /// Throws: `OpsError` 69 when a program is missing or a part does not come up; 128 + signal when it was interrupted.
    static func start(_ settings: PracticeSettings, engine: Engine = .local, in world: World) throws -> any PracticeJarvis {
        // A port that was free may be taken before it is bound. That is rare, and rarer twice.
        for _ in 0..<2 {
            do {
                return try start(settings, engine, world)
            } catch let error as OpsError where error.code == PracticeWait.portTaken {}
        }
        return try start(settings, engine, world)
    }

    private static func start(_ settings: PracticeSettings, _ engine: Engine, _ world: World) throws -> any PracticeJarvis {
        switch engine {
        case .local: try LocalPractice(settings, world)
        case .compose: try ComposePractice(settings, world)
        }
    }
}

/// What a practice Jarvis is to be.
struct PracticeSettings: Sendable {
    let scenario: Scenario
    /// As in the table of `drills/practice_jarvis.py`; nil for the default.
    var faultSize: Double?
    /// Of the requests, 0 to 1; nil for all.
    var faultShare: Double?
    var shape: HealthShape?
    /// Which processes of a real Jarvis answer, and where; nil: all routes at one port.
    var layout: PracticeLayout?
    /// Of each client, as the real limiter counts them; 0 for no limit, nil for the layout's own.
    var requestsAMinute: Int?
    /// Starts of the service after which the next one is healthy; 0 for never.
    var healAfterStarts = 0
    /// Seconds that the keys of the rate limits live; nil for the default.
    var rateLimitLifetime: Int?

    /// For both Python programs alike.
    var faultArguments: [String] {
        (faultSize.map { ["--fault-size", "\($0)"] } ?? []) + (healAfterStarts > 0 ? ["--heal-after-starts", "\(healAfterStarts)"] : [])
    }

    /// For the seeding alone.
    var seedArguments: [String] { faultArguments + (rateLimitLifetime.map { ["--rate-limit-ttl", "\($0)"] } ?? []) }
}

/// The shapes of the health report: the router's with subsystems, the API's own truth values, and the runbook's.
enum HealthShape: String, CaseIterable, Sendable { case jarvis, api, runbook }

/// The layouts of a real Jarvis (docs/deployments.md).
enum PracticeLayout: String, CaseIterable, Sendable { case api, supervisor, systemd }
