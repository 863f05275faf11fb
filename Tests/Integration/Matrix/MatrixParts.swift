/// What a verdict can be read from.
enum MatrixPart: String, CaseIterable {
    /// Whether anybody takes a connection at the address that is known to be the API's.
    case address
    /// What the API, or the supervisor in its place, says there: health report, capabilities.
    case answers
    /// What the API alone serves: metrics, dashboard, providers.
    case pages
    /// The service's process.
    case process
    /// What the Docker engine, or systemd, tells of the service.
    case engine
    case redis, database, outbox
}

/// From where the cell is seen: what of the Jarvis cannot be reached there. It runs on all the same.
enum MatrixReach: String, CaseIterable {
    case all = "everything"
    case noAPI = "no API"
    case noRedis = "no Redis"
    case noDatabase = "no database"

    var lost: Set<MatrixPart> {
        switch self {
        case .all: []
        // The process is found by the port, and the address leads to no host of which anything is known here.
        case .noAPI: [.address, .answers, .pages, .process]
        case .noRedis: [.redis]
        case .noDatabase: [.database]
        }
    }

    var words: String {
        switch self {
        case .all: "all that the layout has"
        case .noAPI: "the API's address is one to which no way leads from here"
        case .noRedis: "the Redis address is one at which nobody listens"
        case .noDatabase: "the database's file may not be read"
        }
    }
}

/// What must have been read before an incident can be ruled out: each of its symptoms that has a check.
enum MatrixIncident: String, CaseIterable {
    case api = "api-unresponsive"
    case latency = "high-latency"
    case providers = "provider-failures"
    case memory = "memory-leak"
    case database = "database-corruption"
    case mesh

    var needs: Set<MatrixPart> {
        switch self {
        case .api: [.answers]
        case .latency: [.answers, .pages]
        case .providers: [.pages, .redis]
        // How long garbage collections take stands in the metrics.
        case .memory: [.process, .pages]
        case .database: [.database]
        case .mesh: [.outbox, .answers]
        }
    }
}
