internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import ProcessKit
internal import SystemKit

/// The mesh variables that the running service was given when it started: what it runs with, where they name a flag.
struct RunningEnvironment: Sendable {
    /// For people: `container jarvis-api`, `process 71`.
    let words: String
    let values: [String: String]
    /// The container's id and Jarvis's root in it; nil for a process of this machine.
    var container: (id: String, root: String)?

    /// Whether it is in use now; a container that is stopped keeps its environment.
    let isRunning: Bool

    /// The directory that the container of that name was made from, where it is another's: then nothing of it is ours.
    var elsewhere: String?

    /// What its processes have, where this program may read it.
    var processes = ProcessFlags()
    /// Those that its command itself sets, or may load from a file: then what the container was given does not decide.
    var decidedByCommand: Set<MeshFlag> = []

    /// nil when that cannot be told, or is left to others. What one of them says is on may be on.
    func isOn(_ flag: MeshFlag) -> Bool? {
        let (given, process) = (given(flag), process(flag))
        return given == true ? true : process ?? given
    }

    /// As its processes are seen to have it. That it was given off does not tell what a start script made of it: who may not read its
    /// processes does not know.
    func isSeen(_ flag: MeshFlag) -> Bool? {
        let isOn = isOn(flag)
        return isOn == false && process(flag) != false ? nil : isOn
    }

    /// What it was given; nil where that leaves the flag to others, or does not decide.
    func given(_ flag: MeshFlag) -> Bool? {
        let isOn = RunningEnvironment.reads(flag, values)
        guard isOn == false else { return isOn }
        // A process without it dropped it; one that nobody may read may have loaded something else.
        guard processes.first == nil else { return process(flag) == nil ? nil : false }
        return decidedByCommand.contains(flag) ? nil : false
    }

    /// What its processes have; nil where they cannot be read, or leave the flag to others.
    func process(_ flag: MeshFlag) -> Bool? { processes.isOn { RunningEnvironment.reads(flag, $0) } }

    /// Whether it was given something else than its processes have.
    func isDisputed(_ flag: MeshFlag) -> Bool { process(flag).map { given(flag) == !$0 } ?? false }

    /// Whether anything sets the flag at all, by its present name.
    func names(_ flag: MeshFlag) -> Bool { ([values] + processes.values).contains { $0?[flag.variable] != nil } }

    /// Whether it is on, or is set by something that cannot be read.
    func mayRun(_ flag: MeshFlag) -> Bool {
        isOn(flag) ?? (names(flag) || processes.first == nil && decidedByCommand.contains(flag))
    }

    private static func reads(_ flag: MeshFlag, _ values: [String: String]) -> Bool? {
        if let own = values[flag.variable] { return MeshFlags.reads(own) }
        // Whether somebody else sets the present name is not known.
        return values[flag.legacyVariable].map(MeshFlags.isTrue) == true ? true : nil
    }

    init(words: String, lines: some Sequence<String>, isRunning: Bool = true, container: (id: String, root: String)? = nil) {
        self.words = words
        self.isRunning = isRunning
        self.container = container
        values = RunningEnvironment.flags(lines)
    }

    /// Of a container that an engine described.
    init(_ seen: SeenContainer) {
        let settings = seen.document["Config"]
        let root = settings?["WorkingDir"]?.text ?? ""
        self.init(
            words: "container \(seen.sight.name)", lines: (settings?["Env"]?.array ?? []).compactMap(\.text),
            isRunning: seen.isRunning, container: (seen.id, root.isEmpty ? "/" : root))
        let command = ["Entrypoint", "Cmd"].flatMap { settings?[$0]?.array ?? [] }.compactMap(\.text)
        decidedByCommand = CommandVariables.flags(decidedBy: command)
        if isRunning { processes = ProcessFlags(of: seen) }
    }

    /// Of `NAME=VALUE`s the mesh variables. Nothing else is kept: there are secrets among them.
    static func flags(_ lines: some Sequence<String>) -> [String: String] {
        Dictionary(
            lines.compactMap { line in
                guard let equals = line.firstIndex(of: "="), CommandVariables.names.contains(String(line[..<equals])) else { return nil }
                return (String(line[..<equals]), String(line[line.index(after: equals)...]))
            }, uniquingKeysWith: { first, _ in first })
    }
}

extension LiveProbes {
    /// nil where no engine tells, and no process of this user serves the API.
    func runningEnvironment(_ limits: ProbeLimits) -> RunningEnvironment? {
        if let unit = configuration.deployment.meshUnit {
            return unitProcess(unit, limits).flatMap { environment(of: $0.processID, words: "unit \(unit.name)") }
        }
        return containerEnvironment(limits) ?? listening().flatMap { environment(of: $0.processID, words: "process \($0.processID)") }
    }

    /// Whether the flag is on after a plain restart of the service; nil when that cannot be told.
    ///
    /// - Parameter running: what the service runs with now; nil where that cannot be read.
    func restarted(_ flag: MeshFlag, _ running: RunningEnvironment?, _ limits: ProbeLimits) -> Bool? {
        if let unit = configuration.deployment.meshUnit {
            // A unit reads its environment files at every start.
            guard case .asked(let given) = unitEnvironment(unit, limits) else { return nil }
            return LoadedFiles.isOn(flag, given: given[unit.name] ?? [:], LoadedFiles.paths.map { onDisk(configuration.absolute($0)) })
        }
        guard let running, running.elsewhere == nil else { return nil }
        // What its command loads it loads anew, perhaps from another file by now.
        if running.decidedByCommand.contains(flag) || running.isDisputed(flag) { return running.isOn(flag) == true ? true : nil }
        if running.values[flag.variable] != nil { return running.isOn(flag) }
        return LoadedFiles.isOn(flag, given: running.values, LoadedFiles.paths.map { loaded($0, running, limits) })
    }

    private func containerEnvironment(_ limits: ProbeLimits) -> RunningEnvironment? {
        let service = configuration.meshService
        guard service != nil || configuration.deployment.container != nil else { return nil }
        guard let seen = meshContainer(limits) else { return service.flatMap { foreignContainer($0, limits) } }
        return RunningEnvironment(seen)
    }

    /// The container that has the name of our service's and was made from another directory.
    private func foreignContainer(_ service: ComposeFile.Service, _ limits: ProbeLimits) -> RunningEnvironment? {
        let rows = (try? engineSight(limits).get())?.rows ?? []
        let projects = composeProjects
        let other = rows.first { row in
            (row.name == service.containerName || row.service == service.name && projects.contains(row.project))
                && standing(of: row.place, files: row.files) == .elsewhere
        }
        guard let other else { return nil }
        var running = RunningEnvironment(words: "container \(other.name)", lines: [String](), isRunning: false)
        running.elsewhere = other.place
        return running
    }

    private func environment(of process: Int32, words: String) -> RunningEnvironment? {
        let processes = ProcessFlags(of: process)
        guard let first = processes.first else { return nil }
        var running = RunningEnvironment(words: words, lines: first.map { "\($0.key)=\($0.value)" })
        running.processes = processes
        return running
    }

    /// One of the files that the service loads itself: out of its container, or below the Jarvis directory.
    private func loaded(_ path: String, _ running: RunningEnvironment, _ limits: ProbeLimits) -> LoadedFiles.File {
        guard let (id, root) = running.container else { return onDisk(configuration.absolute(path)) }
        let place = Paths.resolve(path, in: root)
        do throws(ProcessError) {
            // As an archive of that one file: the image need not have a program that prints it.
            let result = try start("docker", ["cp", "--follow-link", "\(id):\(place)", "-"], limits)
            if result.isSuccess, !result.standardOutput.isTruncated {
                return Tape.firstFile(result.standardOutput.head).map { .read($0) } ?? .unreadable(place)
            }
            let said = result.standardError.text.lowercased()
            let isMissing = ["could not find the file", "no such file", "no such container:path"].contains(where: said.contains)
            return isMissing ? .missing : .unreadable(place)
        } catch {
            return .unreadable(place)
        }
    }

    private func onDisk(_ path: String) -> LoadedFiles.File {
        guard Files.kind(path) != .other else { return .unreadable(path) }
        do throws(SystemError) {
            return .read(try Files.read(path, limit: 1 << 20))
        } catch {
            return error.isMissing ? .missing : .unreadable(path)
        }
    }
}

/// A tar archive, as far as `docker cp` makes one.
enum Tape {
    /// nil for what is no regular file, or cut off. A long name stands in an entry of its own before it.
    static func firstFile(_ bytes: [UInt8]) -> [UInt8]? {
        var at = 0
        while at + 512 <= bytes.count, bytes[at] != 0 {
            let digits = bytes[at + 124..<at + 136].prefix { $0 >= 0x30 && $0 <= 0x37 }
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 8), size <= bytes.count - at - 512 else { return nil }
            let body = bytes[at + 512..<at + 512 + size]
            switch bytes[at + 156] {
            case UInt8(ascii: "0"), 0: return Array(body)
            case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"): at += 512 + (size + 511) / 512 * 512
            default: return nil
            }
        }
        return nil
    }
}
