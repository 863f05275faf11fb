internal import SystemKit

/// A unit of systemd, as far as the program needs it: read from its file and its drop-ins, as `systemd.unit(5)` and `systemd.exec(5)` say.
public struct UnitFile: Sendable, Equatable {
    /// With its suffix: `jarvis-supervisor.service`.
    public let name: String
    /// The unit's own file; nil where none was found.
    public let path: String?
    public let workingDirectory: String?
    /// Absolute, in the order in which they are read; the last one that sets a name counts, and all of them beat `Environment=`.
    public let environmentFiles: [String]
    /// `Environment=`; values may be secrets.
    let environment: [String: String]
    /// The words of `ExecStart=`: a command may set or load variables itself.
    public let command: [String]
    /// Names of which `PassEnvironment=` and `UnsetEnvironment=` decide at its start, whatever stands in its files.
    public let decidedAtStart: Set<String>
    /// What became of lines that are no assignments: `LINE: text`.
    let faults: [String]

    public var isSupervisor: Bool { name.contains("supervisor") }

    /// - Parameter texts: the unit's file and its drop-ins, in the order in which they count.
    init(name: String, path: String?, texts: [String]) {
        self.name = name
        self.path = path
        var directory: String?
        var files: [String] = []
        var values: [String: String] = [:]
        var command: [String] = []
        var decided: Set<String> = []
        var faults: [String] = []
        for text in texts {
            for line in UnitFile.assignments(text, &faults) where line.section == "Service" {
                let value = UnitFile.specified(line.value, name)
                switch line.key {
                case "WorkingDirectory":
                    // A missing one may be forgiven, and `~` is the user's home.
                    let place = value.hasPrefix("-") ? String(value.dropFirst()) : value
                    directory = place.isEmpty || place == "~" ? nil : place
                case "EnvironmentFile":
                    // An empty value takes back what stood before; a leading hyphen forgives a missing file.
                    if value.isEmpty { files = [] } else { files.append(value.hasPrefix("-") ? String(value.dropFirst()) : value) }
                case "Environment":
                    if value.isEmpty { values = [:] }
                    for word in UnitFile.words(value) {
                        guard let equals = word.firstIndex(of: "=") else { continue }
                        values[String(word[..<equals])] = String(word[word.index(after: equals)...])
                    }
                case "ExecStart": command = value.isEmpty ? [] : command + UnitFile.words(value)
                // An assignment is taken away like its name; an empty list begins anew.
                case "PassEnvironment", "UnsetEnvironment":
                    decided.formUnion(UnitFile.words(value).map { String($0.prefix { $0 != "=" }) })
                default: break
                }
            }
        }
        self.command = command
        decidedAtStart = decided
        workingDirectory = directory
        environmentFiles = files.filter { $0.hasPrefix("/") }
        environment = values
        self.faults = faults
    }

    private static func assignments(_ text: String, _ faults: inout [String]) -> [(section: String, key: String, value: String)] {
        var section = ""
        var result: [(String, String, String)] = []
        var pending = ""
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = trimmed(raw)
            // Comments between the parts of a continued line are skipped.
            if line.isEmpty && pending.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasSuffix("\\") {
                pending += line.dropLast() + " "
                continue
            }
            let whole = trimmed((pending + line)[...])
            pending = ""
            if whole.hasPrefix("["), whole.hasSuffix("]") {
                section = String(whole.dropFirst().dropLast())
            } else if let equals = whole.firstIndex(of: "=") {
                result.append((section, trimmed(whole[..<equals]), trimmed(whole[whole.index(after: equals)...])))
            } else if !whole.isEmpty {
                faults.append("line \(index + 1) is no assignment")
            }
        }
        return result
    }

    private static func trimmed(_ text: Substring) -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        return String(text.drop(while: blank).reversed().drop(while: blank).reversed())
    }

    /// The specifiers that stand in paths; another one leaves the value as it is written.
    private static func specified(_ value: String, _ name: String) -> String {
        guard value.contains("%") else { return value }
        let plain = String(name.prefix { $0 != "." })
        let instance = plain.firstIndex(of: "@").map { String(plain[plain.index(after: $0)...]) } ?? ""
        return value.replacing("%%", with: "\u{0}").replacing("%N", with: plain).replacing("%n", with: name)
            .replacing("%i", with: instance).replacing("%p", with: plain.prefix { $0 != "@" }).replacing("\u{0}", with: "%")
    }

    /// `"A=one two" B=3 'C=4'`: quotes keep words together.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }
}

/// The unit files of this machine.
struct UnitFiles {
    /// In the order of precedence: the first directory that has a unit's file decides.
    let directories: [String]

    static let usual = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"]

    /// `SYSTEMD_UNIT_PATH` names them as systemd reads it: an empty last part stands for the usual ones.
    init(_ environment: [String: String]) {
        guard let named = environment["SYSTEMD_UNIT_PATH"], !named.isEmpty else {
            directories = UnitFiles.usual
            return
        }
        directories = named.split(separator: ":").map(String.init) + (named.hasSuffix(":") ? UnitFiles.usual : [])
    }

    /// The unit of that name, with or without its suffix.
    func unit(_ word: String) -> UnitFile {
        let name = word.contains(".") ? word : word + ".service"
        let path = directories.map { Paths.resolve(name, in: $0) }.first { Files.kind($0) == .regular }
        // Of drop-ins with the same name the unit's own counts before that of a whole kind, and then the first directory's; together they
        // are read by name.
        var dropIns: [String: String] = [:]
        for folder in UnitFiles.folders(of: name) {
            for directory in directories.map({ Paths.resolve(folder, in: $0) }) {
                for file in (try? Files.list(directory)) ?? [] where file.hasSuffix(".conf") && dropIns[file] == nil {
                    dropIns[file] = Paths.resolve(file, in: directory)
                }
            }
        }
        let files = [path].compactMap(\.self) + dropIns.sorted { $0.key < $1.key }.map(\.value)
        let texts = files.map { (try? Files.read($0, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
        return UnitFile(name: name, path: path, texts: texts)
    }

    /// `jarvis-api.service.d`, `jarvis-.service.d`, `service.d`.
    private static func folders(of name: String) -> [String] {
        let stem = String(name.prefix { $0 != "." })
        let suffix = String(name.dropFirst(stem.count))
        let prefixes = stem.indices.reversed().filter { stem[$0] == "-" && stem.index(after: $0) != stem.endIndex }.map { stem[...$0] }
        return ["\(name).d"] + prefixes.map { "\($0)\(suffix).d" } + ["\(suffix.drop { $0 == "." }).d"]
    }

    /// Units that look like a Jarvis by their names.
    var jarvis: [UnitFile] {
        let names = directories.flatMap { (try? Files.list($0)) ?? [] }.filter { $0.hasPrefix("jarvis") && $0.hasSuffix(".service") }
        return Set(names).sorted().map(unit)
    }
}
