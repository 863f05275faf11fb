internal import JSONKit
internal import ProcessKit
public import SystemKit

/// The engine: inventory, connections, forks and become are Ansible's. What it is given is one playbook with one task; what it gives back
/// are events on its standard output and one file a host in a private directory.
public struct Ansible: Sendable {
    /// Files of this program, by their path below the private directory.
    public typealias Files = [(path: String, text: String)]

    public struct Options: Sendable {
        /// A file or directory, or a comma-separated list of hosts as Ansible takes it.
        public var inventory: String
        /// Ansible's own pattern; nil: all.
        public var limit: String?
        /// How many hosts are worked on at a time; nil: as Ansible is configured.
        public var forks: Int?
        public var becomes = false

        public init(inventory: String) { self.inventory = inventory }
    }

    public enum Event: Sendable {
        /// All whose turn it will be, in the order of the inventory.
        case hosts([String])
        case started(String)
        case ended(HostAnswer)
    }

    public enum Failure: Error, Sendable {
        /// It is not there.
        case notFound(String)
        /// It ended without a word about hosts; what it said, foreign words.
        case failed(String)
        case noHosts(String)
        case system(SystemError)
    }

    let options: Options
    let environment: [String: String]
    let files: Files
    let directory: String?

    /// - Parameters:
    ///   - environment: of this program. What is Jarvis's or this program's own in it goes nowhere: it is no other host's.
    ///   - directory: where relative paths of the inventory start.
    public init(_ options: Options, files: Files, environment: [String: String], directory: String?) {
        (self.options, self.files, self.directory) = (options, files, directory)
        self.environment = Ansible.environment(environment)
    }

    /// Does the work on the hosts of the limit, or on those named. Blocks its thread.
    ///
    /// Throws: `Failure`. Whatever becomes of a single host is in its answer.
    public func run(
        _ work: FleetWork, on hosts: [String]? = nil, _ cancellation: Cancellation, each: (Event) -> Void
    ) throws(Failure) -> [HostAnswer] {
        let place = try Ansible.system { () throws(SystemError) in try TemporaryDirectory(prefix: "jarvis-fleet", environment: environment)
        }
        defer { place.remove() }
        try Ansible.system { () throws(SystemError) in try lay(work, hosts, in: place) }
        let process: LongRunningProcess
        do throws(ProcessError) {
            process = try LongRunningProcess(command(place.path, hosts), output: .file(FleetEvents.file(in: place.path)))
        } catch {
            throw .notFound(error.description)
        }
        defer { process.stop() }
        var events = FleetEvents(place: place.path)
        while process.isRunning, !cancellation.isCancelled {
            events.read(each)
            _ = cancellation.wait(until: .after(milliseconds: 40))
        }
        // With the connections the work on the hosts ends too: their terminals are hung up.
        process.stop(cancellation.isCancelled ? .standard : .immediate)
        events.read(each)
        if cancellation.isCancelled { return events.answers(isStopped: true) }
        if events.hosts.isEmpty { throw events.failure }
        return events.answers(isStopped: false)
    }

    private static func system<Value>(_ body: () throws(SystemError) -> Value) throws(Failure) -> Value {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }

    private func lay(_ work: FleetWork, _ hosts: [String]?, in place: TemporaryDirectory) throws(SystemError) {
        let answers = place.path + "/answers"
        try SystemKit.Files.makeDirectories(answers)
        for (path, text) in files {
            try SystemKit.Files.makeDirectories(Paths.parent(place.path + "/" + path))
            try place.write(text, to: path)
        }
        // Nothing that a host prints can end its own answer.
        let marker = "jarvis-ops-" + RandomID.make()
        try place.write(JSONWriter.compact.text(work.document(answers: answers, marker: marker)), to: "work.json")
        let variables: JSONValue = [
            "jarvis_ops_work_file": (place.path + "/work.json").json, "jarvis_ops_limit_s": work.limitSeconds.json,
        ]
        try place.write(JSONWriter.compact.text(variables), to: "variables.json")
        if let hosts { try place.write(hosts.map { $0 + "\n" }.joined(), to: "hosts") }
    }

    private func command(_ place: String, _ hosts: [String]?) -> Command {
        var words = ["-i", options.inventory, "-e", "@\(place)/variables.json"]
        if let limit = hosts.map({ _ in "@\(place)/hosts" }) ?? options.limit { words += ["--limit", limit] }
        if let forks = options.forks { words += ["--forks", String(forks)] }
        if options.becomes { words.append("--become") }
        var environment = environment
        // The first word about a thing is the one that ssh takes; what ansible.cfg says beside it is not.
        environment["ANSIBLE_SSH_ARGS"] =
            "-o StrictHostKeyChecking=yes " + (environment["ANSIBLE_SSH_ARGS"] ?? "-C -o ControlMaster=auto -o ControlPersist=60s")
        environment["ANSIBLE_BECOME"] = options.becomes ? "1" : "0"
        environment["ANSIBLE_ACTION_PLUGINS"] = place + "/action_plugins"
        environment["ANSIBLE_CALLBACK_PLUGINS"] = place + "/callback_plugins"
        return Command("ansible-playbook", words + ["\(place)/fleet.yml"], environment: environment, directory: directory)
    }

    /// How Ansible is run here, whatever its own configuration says: connections, inventories and become stay as they are configured.
    private static let settings = [
        "ANSIBLE_STDOUT_CALLBACK": "jarvis_ops_events", "ANSIBLE_CALLBACKS_ENABLED": "", "ANSIBLE_LOAD_CALLBACK_PLUGINS": "0",
        "ANSIBLE_LOG_PATH": "/dev/null", "ANSIBLE_RETRY_FILES_ENABLED": "0", "ANSIBLE_NOCOLOR": "1", "ANSIBLE_FORCE_COLOR": "0",
        "ANSIBLE_DEPRECATION_WARNINGS": "0", "ANSIBLE_HOST_KEY_CHECKING": "1", "ANSIBLE_SSH_HOST_KEY_CHECKING": "1",
        "ANSIBLE_SSH_USETTY": "1", "ANSIBLE_STRATEGY": "linear",
        "ANSIBLE_DEBUG": "0", "ANSIBLE_VERBOSITY": "0",
        // Ansible takes no other encoding.
        "LC_ALL": "C.UTF-8",
    ]

    private static func environment(_ own: [String: String]) -> [String: String] {
        own.filter { !$0.key.hasPrefix("JARVIS_") }.merging(settings) { $1 }
    }
}
