import Synchronization
import SystemKit
import TestSupport
import Testing

/// Every fault in every layout, seen from everywhere: what the program says, beside what was written down from the fault.
@Suite(.ownThread, .enabled(if: MatrixScene.missing == nil, "it needs setpriv where it runs as root")) struct MatrixTests {
    @Test("No verdict is false, none is unknown that could be known, and docs/verdicts.md says so (RENEW=1 renews it)")
    func matrix() throws {
        let cells = try all()
        for cell in cells {
            #expect(cell.seen.count == MatrixIncident.allCases.count, "\(cell.place): \(cell.because)")
            for (incident, verdict) in cell.seen {
                let truth = cell.truth[incident] ?? []
                #expect(
                    truth.contains(verdict), "\(cell.place): \(incident.rawValue) is \(verdict), not \(truth.sorted())\n\(cell.because)")
            }
            #expect(cell.code == cell.expectedCode, "\(cell.place)")
        }
        let page = MatrixPage.markdown(cells)
        let path = Checkout.root + "/docs/verdicts.md"
        if ProcessEnvironment.snapshot()["RENEW"] == "1" { try AtomicFile.replace(path, with: Array(page.utf8)) }
        let kept = String(decoding: (try? Files.read(path)) ?? [], as: UTF8.self)
        let (keptLines, lines) = (MatrixPage.comparable(kept), MatrixPage.comparable(page))
        #expect(Set(keptLines).symmetricDifference(lines).sorted() == [])
        #expect(keptLines == lines)
        let readme = String(decoding: try Files.read(Checkout.root + "/README.md"), as: UTF8.self).replacing("\n", with: " ")
        #expect(readme.contains(MatrixPage.totals(cells)), "the README wants: \(MatrixPage.totals(cells))")
    }

    /// A few at once: they wait most of the time. Those that wait longest begin.
    private func all() throws -> [MatrixCell] {
        let jobs = MatrixLayout.allCases.flatMap { layout in
            MatrixFault.all.filter { $0.layouts.contains(layout) }.reduce(into: []) {
                (jobs: inout [(MatrixLayout, [MatrixFault])], fault) in
                if fault.isOfFiles, let last = jobs.indices.last, jobs[last].1.allSatisfy(\.isOfFiles) {
                    jobs[last].1.append(fault)
                } else {
                    jobs.append((layout, [fault]))
                }
            }
        }
        func seconds(_ job: Int) -> Int { jobs[job].1.reduce(0) { $0 + $1.seconds } }
        let order = jobs.indices.sorted { (-seconds($0), $0) < (-seconds($1), $1) }
        let next = Mutex(0)
        let results = Mutex<[Int: Result<[MatrixCell], any Error>]>([:])
        let threads = try (0..<10).map { _ in
            try BlockingThread {
                while true {
                    let turn = next.withLock { turn in
                        defer { turn += 1 }
                        return turn
                    }
                    guard turn < order.count else { return }
                    let (layout, faults) = jobs[order[turn]]
                    let result = Result { try MatrixBench.cells(layout, faults) }
                    results.withLock { $0[order[turn]] = result }
                }
            }
        }
        for thread in threads { thread.value() }
        let found = results.withLock { $0 }
        return try jobs.indices.flatMap { index in try found[index]?.get() ?? [] }
    }
}
