internal import Configuration
internal import Execution
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// A configuration variable, or one of its older names. Its value is never shown.
    func variable(_ name: String, _ alternatives: [String]) -> ProbeResult {
        for candidate in [name] + alternatives {
            guard let setting = configuration.variable(candidate) else { continue }
            let state: ProbeState = setting.value.isEmpty ? .unhealthy : .ok
            return ProbeResult(
                state, setting.value.isEmpty ? "\(candidate) is set and empty" : "\(candidate) is set (\(setting.source.words))",
                evidence: ["name": candidate.json, "source": setting.source.words.json])
        }
        return ProbeResult(.unhealthy, "\(([name] + alternatives).joined(separator: " and ")) not set", evidence: ["name": name.json])
    }

    /// A file that a step names: there, and readable.
    func file(_ path: String) -> ProbeResult {
        let full = configuration.absolute(path)
        do throws(SystemError) {
            let bytes = try Files.read(full, limit: 16 << 20)
            return ProbeResult(.ok, Words.count(bytes.count, "byte"), evidence: ["path": full.json, "bytes": bytes.count.json])
        } catch {
            return ProbeResult(error.isMissing ? .unavailable : .failed, error.description, evidence: ["path": full.json])
        }
    }
}
