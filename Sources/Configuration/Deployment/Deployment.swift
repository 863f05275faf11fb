internal import SystemKit

/// Where one Jarvis runs: what runs where, what it is given, and who starts and stops it (docs/deployments.md).
public struct Deployment: Sendable {
    /// The layouts that are in use (facts.md, "Deployment").
    public enum Layout: String, Sendable {
        /// Compose, with the API as a service of its own.
        case api
        /// Compose, with the supervisor alone: the mesh and the bots run in it.
        case supervisor
        case systemd
    }

    /// The compose file that docker-compose runs it from.
    public internal(set) var composeFile: ComposeFile?
    /// The service that the runbook's steps mean: the API's, or the supervisor's where there is no other.
    public internal(set) var service: ComposeFile.Service?
    /// The service whose process listens to the mesh, and whose flags count: the supervisor's where there is one.
    public internal(set) var meshService: ComposeFile.Service?
    /// The same two of systemd's units.
    public internal(set) var unit: UnitFile?
    public internal(set) var meshUnit: UnitFile?
    /// A container that no compose file tells of.
    public internal(set) var container: ContainerOrigin?
    /// How it was found, for people; empty where nothing was.
    public internal(set) var because = ""
    /// What docker-compose has to be told, since it does not find it from the Jarvis directory by itself: `-f FILE`.
    var fileOptions: [String] = []
    /// The directory from which docker-compose reads the paths in the file.
    public internal(set) var projectDirectory: String
    /// The directory is named to docker-compose, for it would take another one.
    var isProjectNamed = false
    /// Environment files of the process whose flags count, absolute; the last one that sets a name counts.
    public internal(set) var environmentFiles: [String] = []
    /// What may be meant, where that cannot be told: each with the setting that names it.
    public internal(set) var choices: [String] = []
    /// Whether files of a deployment lie there, readable or not.
    var isThere = false
    /// Where containers of a Jarvis run from that is not this one.
    public internal(set) var elsewhere: [String] = []

    init(directory: String) { projectDirectory = directory }

    public var layout: Layout? {
        if unit != nil { return .systemd }
        if service?.isSupervisor == true { return .supervisor }
        return service == nil && container == nil ? nil : .api
    }

    /// What runs it, in a few words: `docker-compose, service api`, `systemd unit jarvis-supervisor.service`.
    public var words: String {
        if let unit { return "systemd unit " + (meshUnit.map { $0.name == unit.name ? "" : "\($0.name) and " } ?? "") + unit.name }
        if composeFile != nil {
            let others = meshService?.name == service?.name ? nil : meshService?.name
            return "docker-compose" + (service.map { ", service \($0.name)" } ?? "") + (others.map { " and \($0)" } ?? "")
        }
        if let container { return "container \(container.name)" }
        return choices.isEmpty ? "no compose file" : "one of \(choices.count)"
    }

    /// What docker-compose is told before its subcommand.
    ///
    /// - Parameter namesFiles: whether the command names its files itself.
    public func composeOptions(namesFiles: Bool = false) -> [String] {
        (namesFiles ? [] : fileOptions) + (isProjectNamed ? ["--project-directory", projectDirectory] : [])
    }
}

extension ComposeFile.Service {
    /// Whether it is the process that keeps the bots and listens to the mesh.
    public var isSupervisor: Bool { ([name, containerName].compactMap(\.self) + otherNames).contains { $0.contains("supervisor") } }
}

/// A container of the engine, as far as it tells where it was made from.
public struct ContainerOrigin: Sendable, Equatable {
    public let name: String
    /// Of docker-compose: the service, and where and from which files it was made; empty for one that was made by hand.
    public let service: String
    public let directory: String
    public let files: [String]

    public init(name: String, service: String, directory: String, files: [String]) {
        self.name = name
        self.service = service
        self.directory = directory
        self.files = files
    }
}
