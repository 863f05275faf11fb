/// A Jarvis and what is around it, small enough to be tried out whole: what is true, also where the program cannot see it.
///
/// All of it lies in one word, so that hundreds of thousands of worlds can be kept and compared.
struct World: Hashable {
    private(set) var bits: UInt64 = 0

    /// A variable in a file or an environment.
    enum Setting: UInt64 { case absent, off, on }
    enum Deployment: UInt64 { case production, staging, development }
    /// What the compose file passes to the service: all of `.env`, the flags' variables by name, the older ones alone, none.
    enum Passing: UInt64 { case all, named, legacy, nothing }
    enum Smoke: UInt64 { case never, passedSync, passedBoth, failed }
    enum Lock: UInt64 { case free, other, unseen }
    enum Writes: UInt64 { case unknown, failing, succeeding }
    enum Capturable: UInt64 { case everything, nothing, logs, memory }
    /// Whose containers the compose project has; unseen: another's, and the program cannot tell.
    enum Owner: UInt64 { case ours, another, unseen }
    /// Events that wait, and what is known of them.
    enum Outbox: UInt64 { case empty, valid, validCommit, invalid, recordedInvalid, unvalidated, mixed }

    var syncFile: Setting {
        get { Setting(rawValue: self[0, 2]) ?? .absent }
        set { self[0, 2] = newValue.rawValue }
    }
    var syncLegacy: Setting {
        get { Setting(rawValue: self[2, 2]) ?? .absent }
        set { self[2, 2] = newValue.rawValue }
    }
    var attestFile: Setting {
        get { Setting(rawValue: self[4, 2]) ?? .absent }
        set { self[4, 2] = newValue.rawValue }
    }
    var attestLegacy: Setting {
        get { Setting(rawValue: self[6, 2]) ?? .absent }
        set { self[6, 2] = newValue.rawValue }
    }
    /// What the service runs with, whether it says so or not.
    var runsSync: Bool {
        get { self[8, 1] == 1 }
        set { self[8, 1] = newValue ? 1 : 0 }
    }
    var runsAttest: Bool {
        get { self[9, 1] == 1 }
        set { self[9, 1] = newValue ? 1 : 0 }
    }
    /// Whether the service gives its capability report.
    var answers: Bool {
        get { self[10, 1] == 1 }
        set { self[10, 1] = newValue ? 1 : 0 }
    }
    var smoke: Smoke {
        get { Smoke(rawValue: self[11, 2]) ?? .never }
        set { self[11, 2] = newValue.rawValue }
    }
    var smokeIsStale: Bool {
        get { self[13, 1] == 1 }
        set { self[13, 1] = newValue ? 1 : 0 }
    }
    var smokeIsOfOther: Bool {
        get { self[14, 1] == 1 }
        set { self[14, 1] = newValue ? 1 : 0 }
    }
    var deployment: Deployment {
        get { Deployment(rawValue: self[15, 2]) ?? .production }
        set { self[15, 2] = newValue.rawValue }
    }
    var passing: Passing {
        get { Passing(rawValue: self[17, 2]) ?? .all }
        set { self[17, 2] = newValue.rawValue }
    }
    var hasCompose: Bool {
        get { self[19, 1] == 1 }
        set { self[19, 1] = newValue ? 1 : 0 }
    }
    var syncEnvironment: Setting {
        get { Setting(rawValue: self[20, 2]) ?? .absent }
        set { self[20, 2] = newValue.rawValue }
    }
    var attestEnvironment: Setting {
        get { Setting(rawValue: self[22, 2]) ?? .absent }
        set { self[22, 2] = newValue.rawValue }
    }
    var lock: Lock {
        get { Lock(rawValue: self[24, 2]) ?? .free }
        set { self[24, 2] = newValue.rawValue }
    }
    var journalWorks: Bool {
        get { self[26, 1] == 1 }
        set { self[26, 1] = newValue ? 1 : 0 }
    }
    var writes: Writes {
        get { Writes(rawValue: self[27, 2]) ?? .unknown }
        set { self[27, 2] = newValue.rawValue }
    }
    var capturable: Capturable {
        get { Capturable(rawValue: self[29, 2]) ?? .everything }
        set { self[29, 2] = newValue.rawValue }
    }
    var outbox: Outbox {
        get { Outbox(rawValue: self[31, 3]) ?? .empty }
        set { self[31, 3] = newValue.rawValue }
    }
    /// Whether users' requests are served at all.
    var isServing: Bool {
        get { self[34, 1] == 1 }
        set { self[34, 1] = newValue ? 1 : 0 }
    }
    /// Whether a copy of the database as it is now lies somewhere.
    var databaseIsSaved: Bool {
        get { self[35, 1] == 1 }
        set { self[35, 1] = newValue ? 1 : 0 }
    }

    var owner: Owner {
        get { Owner(rawValue: self[36, 2]) ?? .ours }
        set { self[36, 2] = newValue.rawValue }
    }

    private subscript(shift: UInt64, width: UInt64) -> UInt64 {
        get { bits >> shift & (1 << width - 1) }
        set { bits = bits & ~((1 << width - 1) << shift) | newValue << shift }
    }

    /// A quiet production Jarvis: everything off, everything reachable.
    init() {
        answers = true
        hasCompose = true
        journalWorks = true
        isServing = true
        capturable = .everything
    }

    func with(_ change: (inout World) -> Void) -> World {
        var world = self
        change(&world)
        return world
    }

    /// What `.env` says.
    var fileSync: Bool { (syncFile == .absent ? syncLegacy : syncFile) == .on }
    var fileAttest: Bool { (attestFile == .absent ? attestLegacy : attestFile) == .on }

    /// What a container made now would run with.
    ///
    /// - Parameter environment: whether compose is started with the environment of the one who starts it.
    var container: (sync: Bool, attest: Bool) {
        func decide(_ own: Setting, _ legacy: Setting) -> Bool {
            switch passing {
            case .all, .named: (own == .absent ? legacy : own) == .on
            case .legacy: legacy == .on
            case .nothing: false
            }
        }
        return (decide(syncFile, syncLegacy), decide(attestFile, attestLegacy))
    }

    /// The world as far as it can be seen: what cannot be is taken as nothing.
    var seen: World {
        with { world in
            world.databaseIsSaved = false
            world.isServing = true
            if !world.answers {
                world.runsSync = false
                world.runsAttest = false
            }
        }
    }
}
