internal import Configuration
public import Execution
internal import JSONKit
public import Mesh
internal import Planning
public import ProcessKit
internal import SystemKit

/// Why systemd told nothing.
struct UnitTrouble: Error {
    let words: String
}

extension LiveProbes {
    /// The units of this Jarvis, each once: the API's, then the supervisor's.
    var unitNames: [String] {
        let both = [configuration.deployment.unit?.name, configuration.deployment.meshUnit?.name].compactMap(\.self)
        return both.first == both.last ? Array(both.prefix(1)) : both
    }

    func unitStates(_ names: [String], _ limits: ProbeLimits) throws(UnitTrouble) -> [UnitState] {
        let properties = "--property=" + UnitCommand.properties.joined(separator: ",")
        let seen: ProcessResult
        do throws(ProcessError) {
            seen = try start("systemctl", ["show", "--no-pager", properties] + names, limits)
        } catch {
            throw UnitTrouble(words: unstartable(error).summary)
        }
        guard seen.isSuccess else { throw UnitTrouble(words: UnitOutput.failure(seen)) }
        let states = UnitState.read(seen.standardOutput.text)
        guard states.count == names.count else { throw UnitTrouble(words: "systemctl told nothing of \(names.joined(separator: " and "))") }
        if let unknown = states.first(where: \.isUnknown) { throw UnitTrouble(words: unknown.words) }
        return states
    }

    /// The main process of a unit; nil where systemd does not tell, or none runs.
    func unitProcess(_ unit: UnitFile?, _ limits: ProbeLimits) -> (state: UnitState, processID: Int32)? {
        guard let unit, let state = (try? unitStates([unit.name], limits))?.first, let processID = state.processID else { return nil }
        return (state, processID)
    }

    /// What a unit that is started now would be given of the mesh's flags: its environment files, read as it reads them at each start.
    func unitEnvironment(_ unit: UnitFile, _ limits: ProbeLimits) -> ContainerEnvironment {
        if let word = CommandVariables.setter(unit.command) ?? CommandVariables.loader(unit.command) {
            return .unknown("the command of \(unit.name) itself names a mesh flag or loads variables (\(word.prefix(60)))")
        }
        let files = unitFiles(unit)
        guard case .asked(let given) = files else { return files }
        let names = Set((given[unit.name] ?? [:]).keys)
        return managerDoubt(of: unit, CommandVariables.names.contains, names, limits).map { .unknown($0) } ?? files
    }

    /// Why a unit that is started now may get something else than its files say: systemd still has older ones in mind, or has an
    /// environment of its own (`systemctl set-environment`), which counts where the files say nothing. nil where they decide.
    ///
    /// - Parameter said: the names that the files give.
    func managerDoubt(of unit: UnitFile, _ concerns: (String) -> Bool, _ said: Set<String>, _ limits: ProbeLimits) -> String? {
        let state: UnitState?
        do throws(UnitTrouble) { state = try unitStates([unit.name], limits).first } catch {
            return "what systemd would give \(unit.name) is not known: \(error.words)"
        }
        guard state?.isUpToDate == true else {
            return "systemd has not read the files of \(unit.name) as they are now: systemctl daemon-reload"
        }
        guard let shown = try? start("systemctl", ["show-environment"], limits), shown.isSuccess else {
            return "what systemd itself gives \(unit.name) is not known: systemctl show-environment failed"
        }
        let names = shown.standardOutput.text.split(whereSeparator: \.isNewline).map { String($0.prefix { $0 != "=" }) }
        return names.first { concerns($0) && !said.contains($0) }.map {
            "systemd itself gives \($0) to \(unit.name), whose files do not: systemctl unset-environment \($0)"
        }
    }

    /// The same by its files alone.
    private func unitFiles(_ unit: UnitFile) -> ContainerEnvironment {
        var values: [String: String] = [:]
        for name in MeshFlag.allCases.flatMap({ [$0.variable, $0.legacyVariable] }) {
            switch configuration.given(name, by: unit) {
            case .absent: break
            case .value(let value, _): values[name] = value
            case .unclear(let why, _): return .unknown("what \(unit.name) is given of \(name) cannot be told: \(why)")
            }
        }
        return .asked([unit.name: values])
    }

    /// Whether the units run, asked until they do as wanted.
    func unitsRun(_ wanted: Bool, _ limits: ProbeLimits) -> ProbeResult {
        do throws(UnitTrouble) {
            let states = try unitStates(unitNames, limits)
            let isSo = states.allSatisfy { $0.isUp == wanted }
            return ProbeResult(isSo ? .ok : .unhealthy, states.map(\.words).joined(separator: "; "))
        } catch {
            return ProbeResult(.failed, error.words)
        }
    }

    /// Runs systemctl as an act. Nobody is asked for a password: whoever may not is told so.
    public func systemctl(_ arguments: [String], _ limits: ProbeLimits) throws(ProcessError) -> ProcessResult {
        try start("systemctl", ["--no-ask-password"] + arguments, limits)
    }

    /// What systemctl said where it failed, in plain words.
    public func systemctlFailure(_ result: ProcessResult) -> String { UnitOutput.failure(result) }

    /// Flags that a unit which is started now would not have off, though they are to be: nothing can pin them but its own files.
    public func notOff(_ flags: [MeshFlag]) -> [MeshFlag] {
        guard let unit = configuration.deployment.meshUnit else { return flags }
        // What its command makes of them stops nothing that goes off; how it runs then is looked at.
        let given = unitFiles(unit)
        return flags.filter { given.runs($0, in: unit.name) != false }
    }

    /// The units that an operation on a service acts on; nil: all of them.
    public func units(of service: String?) -> [String] { service.map { [$0] } ?? unitNames }
}
