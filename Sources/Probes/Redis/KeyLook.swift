public import Execution
public import Planning
internal import RedisKit
internal import SystemKit

extension LiveProbes {
    /// How many keys a removal would take, and a few of them by name. Nothing is written.
    ///
    /// - Parameter pattern: as SCAN takes it, limiters' keys spared; nil for all keys.
    /// - Returns: nil where Redis does not answer; what was seen until the time limit is said to be no more than that.
    public func keys(matching pattern: String?, _ limits: ProbeLimits) -> KeyFacts? {
        let brief = ProbeLimits(timeoutMilliseconds: min(5000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        var look = KeyLook(sparesLimiters: pattern != nil)
        do throws(RedisError) {
            let connection = try connect([], brief)
            look.facts.address = connection.address.description
            let size = try connection.command(["DBSIZE"], deadline: brief.deadline, cancellation: brief.cancellation).integer ?? 0
            look.facts.total = Int(size)
            var walk = RedisWalk(match: pattern)
            do throws(RedisError) {
                while !look.isFull, let page = try walk.next(connection, deadline: brief.deadline, cancellation: brief.cancellation) {
                    look.take(page)
                }
            } catch {
                guard error.kind == .timedOut else { throw error }
            }
            return look.seen(all: walk.isFinished)
        } catch {
            return nil
        }
    }
}

/// What was seen of the keys so far.
private struct KeyLook {
    private static let most = 200_000
    private static let examples = 3

    var facts = KeyFacts()
    private let sparesLimiters: Bool
    /// A key may come twice.
    private var keys: Set<[UInt8]> = []
    private var limiters: Set<[UInt8]> = []

    init(sparesLimiters: Bool) { self.sparesLimiters = sparesLimiters }

    var isFull: Bool { keys.count >= KeyLook.most }

    mutating func take(_ page: [[UInt8]]) {
        for key in page {
            if sparesLimiters, RateLimitPrefix.covers(key) { limiters.insert(key) } else { keys.insert(key) }
        }
    }

    /// Names in their order, so that the same keys are shown the same way.
    func seen(all isWhole: Bool) -> KeyFacts {
        var facts = facts
        facts.isWhole = isWhole
        facts.matching = keys.count
        facts.spared = limiters.count
        facts.total = max(facts.total, keys.count + limiters.count)
        facts.examples = keys.map { String(decoding: $0.prefix(80), as: UTF8.self) }.sorted().prefix(KeyLook.examples).map(\.self)
        return facts
    }
}
