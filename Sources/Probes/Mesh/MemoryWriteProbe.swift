internal import Configuration
internal import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

extension LiveProbes {
    /// Evidence that users' memory writes go on, by reading alone: the database changes within a moment. Where nobody writes there
    /// is no evidence either way, and it says so.
    ///
    /// - Parameter wait: milliseconds in which a write must show.
    func memoryWrites(_ limits: ProbeLimits, patience wait: Double = 1000) -> ProbeResult {
        let path = configuration.absolute(configuration.memoryDatabase.value)
        let evidence: JSONObject = ["path": path.json]
        do throws(SQLiteError) {
            let database = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
            let before = try database.dataVersion(deadline: limits.deadline, cancellation: limits.cancellation)
            let patience = Deadline.after(milliseconds: wait).orEarlier(limits.deadline)
            repeat {
                let now = try database.dataVersion(deadline: limits.deadline, cancellation: limits.cancellation)
                if now != before { return ProbeResult(.ok, "memory writes were seen", evidence: evidence) }
            } while !limits.cancellation.wait(until: .after(milliseconds: 50).orEarlier(patience)) && !patience.hasPassed
            return ProbeResult(
                .failed, "no memory write was seen within \(Words.duration(wait)): nobody may have written", evidence: evidence)
        } catch {
            let isDamaged = error.kind == .corrupt || error.kind == .notADatabase
            return ProbeResult(
                isDamaged ? .unhealthy : .unavailable,
                isDamaged ? "memory writes fail: \(error.message)" : "memory writes cannot be seen: \(error.message)", evidence: evidence)
        }
    }
}
