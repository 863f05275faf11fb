internal import CommandLineKit
internal import DigestKit
internal import JSONKit
internal import Journal
internal import Redaction
internal import Runbook
internal import SystemKit

/// A runbook that was read, and from where.
struct LoadedRunbook {
    /// As the user would name it; `built-in` for the copy inside the program.
    let path: String
    /// Absolute; nil for the copy inside the program.
    let file: String?
    let sha256: String
    let runbook: Runbook

    static let builtInName = "built-in"

    /// The file that `--runbook` names, else `runbooks/incident-response.md` of the working directory, else the built-in copy.
    ///
    /// Throws: `OpsError` 66 when there is no such file, 65 when it holds no incidents.
    static func load(_ options: GlobalOptions, in world: World) throws(OpsError) -> LoadedRunbook {
        let loaded = try read(options.runbook, in: world)
        guard loaded.runbook.hasCatalog else {
            throw OpsError(
                "no-catalog", "\(loaded.path) has no incident that could be read",
                hint: "See what was found: jarvis-ops lint \(loaded.path)",
                exitCode: ExitCodes.malformedInput)
        }
        return try loaded.filled(options.set)
    }

    /// The runbook with the values that were given for its placeholders.
    ///
    /// Throws: `OpsError` 64 for a value that no step needs, and for one that says nothing.
    private func filled(_ settings: [String]) throws(OpsError) -> LoadedRunbook {
        guard !settings.isEmpty else { return self }
        var values: [String: String] = [:]
        let known = Set(runbook.incidents.flatMap(\.steps).flatMap(\.needs))
        for setting in settings {
            let name = String(setting.prefix { $0 != "=" })
            let value = String(setting.dropFirst(name.count + 1))
            guard !value.isEmpty else {
                throw OpsError("usage", "--set wants NAME=VALUE, and not `\(setting)`", exitCode: ExitCodes.usage)
            }
            guard known.contains(name) else {
                throw OpsError(
                    "usage", "no step of \(path) needs a value for `\(name)`",
                    hint: known.isEmpty ? "It has no placeholders." : "There are: \(known.sorted().joined(separator: ", "))",
                    exitCode: ExitCodes.usage)
            }
            values[name] = value
        }
        for step in runbook.incidents.flatMap(\.steps) where !step.needs.isEmpty {
            if let why = step.refusal(of: values) { throw OpsError("usage", "\(step.id): \(why)", exitCode: ExitCodes.usage) }
        }
        return LoadedRunbook(self, runbook.filled(with: values))
    }

    private init(_ other: LoadedRunbook, _ runbook: Runbook) {
        path = other.path
        file = other.file
        sha256 = other.sha256
        self.runbook = runbook
    }

    /// The runbook of the working directory, which comes before the one that is built in; nil where it has none.
    static func own(in directory: String) -> String? {
        let path = "runbooks/incident-response.md"
        return Files.exists(Paths.resolve(path, in: directory)) ? path : nil
    }

    /// The same without the demand that there be any incident: for `lint`.
    static func read(_ named: String?, in world: World) throws(OpsError) -> LoadedRunbook {
        guard let path = named ?? own(in: world.workingDirectory) else { return builtIn }
        let file = Paths.resolve(path, in: world.workingDirectory)
        do throws(SystemError) {
            if Files.kind(file) == .directory { return try directory(path, file, world) }
            let bytes = try Files.read(file, waitsForPipes: named != nil)
            // What its commands carry may come back in an answer, without a name that tells.
            world.secrets.learn(text: String(decoding: bytes, as: UTF8.self))
            let loaded = LoadedRunbook(path: path, file: file, bytes: bytes)
            loaded.teach(world)
            return loaded
        } catch {
            throw OpsError(
                "runbook-missing", "the runbook \(path) cannot be read: \(error.reason)",
                hint: "Name a Markdown file, or a directory of them, with --runbook.",
                exitCode: ExitCodes.missingInput)
        }
    }

    private init(path: String, file: String?, bytes: [UInt8]) {
        self.path = path
        self.file = file
        sha256 = SHA256.hex(bytes)
        runbook = RunbookReader.read(bytes, name: RunbookDirectory.title(path))
    }

    /// All runbooks of a directory as one.
    private static func directory(_ path: String, _ file: String, _ world: World) throws(SystemError) -> LoadedRunbook {
        let files = try RunbookDirectory.read(file)
        for one in files where !one.runbook.incidents.isEmpty { world.secrets.learn(text: String(decoding: one.bytes, as: UTF8.self)) }
        let loaded = LoadedRunbook(path, file, files)
        loaded.teach(world)
        return loaded
    }

    private init(_ path: String, _ file: String, _ files: [RunbookDirectory.File]) {
        self.path = path
        self.file = file
        sha256 = RunbookDirectory.sum(files)
        runbook = Runbook(files: files.map { ($0.name, $0.runbook) })
    }

    private func teach(_ world: World) {
        world.secrets.learn(names: KnownNames.all(in: runbook))
        world.secrets.learn(ids: runbook.incidents.flatMap { [$0.id] + $0.aliases })
    }

    static var builtIn: LoadedRunbook { LoadedRunbook(path: builtInName, file: nil, bytes: Array(BuiltInFiles.runbook.utf8)) }

    /// As the journal keeps it: where it was read, and what it held.
    var origin: RunbookOrigin { RunbookOrigin(path: file ?? LoadedRunbook.builtInName, sha256: sha256) }

    /// The incident of that id, alias or number, or of a unique beginning. Throws: `OpsError` 64 with the ids there are.
    func incident(_ id: String) throws(OpsError) -> Incident {
        let found = runbook.incidents(named: id)
        if found.count == 1, let incident = found.first { return incident }
        guard found.isEmpty else {
            throw OpsError(
                "ambiguous-incident", "`\(id)` may be any of \(found.map(\.id).joined(separator: ", "))", hint: "Name one of them.",
                exitCode: ExitCodes.usage)
        }
        throw OpsError(
            "unknown-incident", "there is no incident `\(id)` in \(path)",
            hint: NearestWord.hint(id, runbook.incidents.map(\.id)) ?? "There are: \(runbook.incidents.map(\.id).joined(separator: ", "))",
            exitCode: ExitCodes.usage)
    }

    /// The step of that id, and its incident. Throws: `OpsError` 64.
    func step(_ id: String) throws(OpsError) -> (incident: Incident, step: Step) {
        if let found = runbook.step(id) { return found }
        let name = id.prefix { $0 != "/" }
        let incidents = runbook.incidents(named: String(name))
        if incidents.count == 1, let incident = incidents.first, let found = runbook.step(incident.id + id.dropFirst(name.count)) {
            return found
        }
        let all = runbook.incidents.flatMap(\.steps).map(\.id)
        throw OpsError(
            "unknown-step", "there is no step `\(id)` in \(path)",
            hint: NearestWord.hint(id, all) ?? "See the steps: jarvis-ops show \(id.prefix { $0 != "/" })",
            exitCode: ExitCodes.usage)
    }
}

/// "Did you mean" for ids.
private enum NearestWord {
    static func hint(_ word: String, _ candidates: [String]) -> String? {
        let best = candidates.map { ($0, editDistance(scalars(word), scalars($0))) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(2, word.utf8.count / 3) else { return nil }
        return "Did you mean `\(best.0)`?"
    }

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
