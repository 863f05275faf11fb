public import Configuration
public import Execution
internal import JSONKit
internal import NATSKit
internal import Planning
internal import SystemKit
internal import YAMLKit

/// The configuration with the mesh's variables as the service has them.
public struct MeshSight: Sendable {
    public let configuration: Configuration
    /// Why nobody can tell what the service works with; nil where that is known.
    public let doubt: String?
}

/// With what the service works, or would: in production nothing is turned on or sent for another NATS, key or subject than these.
extension LiveProbes {
    /// As a container made now would have them, or a unit that is started now.
    public func meshNext(_ limits: ProbeLimits) -> MeshSight {
        guard asksForMesh else { return MeshSight(configuration: configuration, doubt: nil) }
        return meshNext(configuration.deployment.meshUnit == nil ? askedForContainer(limits) : nil, limits)
    }

    /// - Parameter asked: what docker-compose said; nil for a unit.
    func meshNext(_ asked: NewContainer?, _ limits: ProbeLimits) -> MeshSight {
        guard asksForMesh else { return MeshSight(configuration: configuration, doubt: nil) }
        if let unit = configuration.deployment.meshUnit { return sight(meshGiven(by: unit, limits)) }
        let name = configuration.meshService?.name ?? ""
        let nobody = NewContainer(environment: .unknown("docker-compose was not asked"))
        return sight((asked ?? nobody).mesh(of: name))
    }

    /// As the process that runs has them; as the files say where none runs.
    public func meshRunning(_ limits: ProbeLimits) -> MeshSight {
        guard asksForMesh else { return MeshSight(configuration: configuration, doubt: nil) }
        if let unit = configuration.deployment.meshUnit {
            return unitProcess(unit, limits).map { sight(environment(of: $0.processID, owner: "unit \(unit.name)")) } ?? written
        }
        guard let seen = meshContainer(limits), seen.isRunning else { return written }
        return sight(MeshGiven.of(seen))
    }

    /// Whether a service has them that is not this program's own shell.
    private var asksForMesh: Bool {
        configuration.environmentName.value == "production"
            && (configuration.meshService != nil || configuration.deployment.meshUnit != nil)
    }

    /// Without anybody who has them: this program's own shell is not asked.
    private var written: MeshSight { MeshSight(configuration: configuration.seen(with: MeshGiven(owner: "", values: [:])), doubt: nil) }

    private func sight(_ given: Result<MeshGiven, MeshUnknown>) -> MeshSight {
        switch given {
        case .failure(let unknown): return MeshSight(configuration: written.configuration, doubt: unknown.why)
        case .success(let given):
            let seen = configuration.seen(with: given)
            return MeshSight(configuration: seen, doubt: seen.meshDoubt ?? otherPlace(seen.natsURL.value, given))
        }
    }

    /// Why the address of NATS means another place to its owner than to the checks, which connect from here.
    private func otherPlace(_ url: String, _ given: MeshGiven) -> String? {
        guard given.hasOwnNetwork, let address = try? NATSAddress.parse(url), let server = address.servers.first(where: \.isLoopback) else {
            return nil
        }
        return "\(server.host) means \(given.owner) itself, and not this machine, where the checks look: "
            + "JARVIS_NATS_URL has to name a server that is the same from both, or the service needs network_mode: host"
    }

    /// A unit's files as they are now: it reads them at each start.
    private func meshGiven(by unit: UnitFile, _ limits: ProbeLimits) -> Result<MeshGiven, MeshUnknown> {
        if let word = CommandVariables.loader(unit.command) {
            return .failure(MeshUnknown("the command of \(unit.name) itself loads variables (\(word.prefix(60)))"))
        }
        var values: [String: String] = [:]
        for name in configuration.variables(givenBy: unit).sorted() where MeshGiven.concerns(name) {
            switch configuration.given(name, by: unit) {
            case .absent: break
            case .value(let value, _): values[name] = value
            case .unclear(let why, _): return .failure(MeshUnknown("what \(unit.name) is given of \(name) cannot be told: \(why)"))
            }
        }
        let given = MeshGiven(owner: "unit \(unit.name)", values: values)
        if let why = managerDoubt(of: unit, MeshGiven.isSetting, Set(given.values.keys), limits) { return .failure(MeshUnknown(why)) }
        return .success(given)
    }

    private func environment(of process: Int32, owner: String) -> Result<MeshGiven, MeshUnknown> {
        guard let bytes = try? Files.read("/proc/\(process)/environ", limit: 1 << 20) else {
            return .failure(MeshUnknown("the environment of \(owner) (process \(process)) cannot be read by this user"))
        }
        let lines = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return .success(MeshGiven(owner: owner, values: MeshGiven.variables(lines)))
    }
}

/// Why nobody can tell.
struct MeshUnknown: Error {
    let why: String

    init(_ why: String) { self.why = why }
}

extension NewContainer {
    /// What docker-compose gives to a new container of a service.
    func mesh(of service: String) -> Result<MeshGiven, MeshUnknown> {
        if case .unknown(let why) = environment { return .failure(MeshUnknown(why)) }
        return mesh[service].map { .success($0) } ?? .failure(MeshUnknown("docker-compose knows no service \(service)"))
    }
}

extension MeshGiven {
    /// The first of doubled names counts, as the C library has it.
    static func variables(_ lines: [String]) -> [String: String] {
        Dictionary(
            lines.compactMap { line in
                line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What a container was given, by its engine's word. A command that loads variables may have others by now.
    fileprivate static func of(_ seen: SeenContainer) -> Result<MeshGiven, MeshUnknown> {
        let settings = seen.document["Config"]
        let command = ["Entrypoint", "Cmd"].flatMap { settings?[$0]?.array ?? [] }.compactMap(\.text)
        if let word = CommandVariables.loader(command) {
            return .failure(MeshUnknown("the command of container \(seen.sight.name) itself loads variables (\(word.prefix(60)))"))
        }
        let mounts = (seen.document["Mounts"]?.array ?? []).compactMap { mount -> (String, String)? in
            guard mount["Type"]?.text == "bind", let target = mount["Destination"]?.text, let source = mount["Source"]?.text else {
                return nil
            }
            return (target, source)
        }
        return .success(
            MeshGiven(
                owner: "container \(seen.sight.name)", values: variables((settings?["Env"]?.array ?? []).compactMap(\.text)),
                mounts: Dictionary(mounts, uniquingKeysWith: { $1 }),
                hasOwnNetwork: seen.document["HostConfig"]?["NetworkMode"]?.text != "host"))
    }

    /// - Parameters:
    ///   - config: what `docker-compose config` prints of the service.
    ///   - values: what its new container would be given.
    ///   - unseen: why what its image sets is not among them.
    static func of(_ service: String, _ config: YAMLValue, _ values: [String: String], unseen: String?) -> MeshGiven {
        let mounts = (config["volumes"]?.sequence ?? []).compactMap { volume -> (String, String)? in
            if let source = volume["source"]?.text, let target = volume["target"]?.text { return (target, source) }
            let parts = (volume.text ?? "").split(separator: ":").map(String.init)
            return parts.count > 1 ? (parts[1], parts[0]) : nil
        }
        return MeshGiven(
            owner: "docker-compose's new container of \(service)", values: values,
            mounts: Dictionary(mounts.filter { $0.1.hasPrefix("/") }, uniquingKeysWith: { $1 }), unseen: unseen,
            hasOwnNetwork: config["network_mode"]?.text != "host")
    }
}
