/// The candidates that were probably meant, at most two, best first.
///
/// A candidate counts when it differs only in case or dashes, begins with what was typed (from three letters on), or is at most
/// a third of its length away in insertions, deletions, replacements and swaps of neighbours.
func suggestions(for typed: String, among candidates: [String]) -> [String] {
    let wanted = folded(typed)
    guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
    var best: [(score: Int, candidate: String)] = []
    for candidate in Set(candidates) {
        let name = folded(candidate)
        guard name.count > 1 else { continue }
        let distance = editDistance(wanted, name)
        if distance <= max(1, name.count / 3) && distance < name.count {
            best.append((distance, candidate))
        } else if wanted.count >= 3 && (name.starts(with: wanted) || wanted.starts(with: name)) {
            best.append((name.count / 3 + 1, candidate))
        }
    }
    best.sort { $0.score != $1.score ? $0.score < $1.score : $0.candidate < $1.candidate }
    return best.prefix(2).filter { $0.score == best.first?.score }.map(\.candidate)
}

/// Lower case, without dashes in front; `_` counts as `-`.
private func folded(_ text: String) -> [UInt32] {
    text.lowercased().unicodeScalars.drop { $0 == "-" }.map { $0 == "_" ? 45 : $0.value }
}

/// Damerau–Levenshtein with adjacent swaps, each pair swapped at most once (optimal string alignment).
public func editDistance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
            row.append(cost)
        }
        beforePrevious = previous
        previous = row
    }
    return previous[b.count]
}
