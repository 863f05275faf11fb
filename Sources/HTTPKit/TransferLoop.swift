internal import CCurl
internal import SystemKit

/// Drives exchanges side by side on the calling thread, with one libcurl multi handle.
@safe final class TransferLoop {
    /// How an exchange came out of the loop.
    enum Outcome {
        case response(HTTPResponse)
        case failed(HTTPError)
        /// Still running when the loop ended; the error says where it was.
        case unfinished(HTTPError)
    }

    private let library: CurlLibrary
    // Owned: made in init, freed in deinit after every transfer was taken out.
    private let multi: UnsafeMutableRawPointer
    /// By the address of the hop's handle, which is how libcurl names it.
    private var running: [UInt: (index: Int, exchange: Exchange)] = [:]

    init(_ library: CurlLibrary) throws(HTTPError) {
        guard let multi = unsafe ccurl_multi_new(library.table) else {
            throw HTTPError(.protocolError, "libcurl has no memory for a request")
        }
        self.library = library
        unsafe self.multi = unsafe multi
    }

    deinit {
        for entry in running.values { unsafe ccurl_multi_remove(library.table, multi, entry.exchange.hop.pointer) }
        unsafe ccurl_multi_free(library.table, multi)
    }

    /// Runs `count` exchanges, at most `concurrency` at a time, until all are over, the deadline has passed or the run is cancelled.
    ///
    /// - Parameters:
    ///   - make: makes the exchange of an index.
    ///   - report: gets each outcome as it comes, with the milliseconds it took; none for what was not started.
    func run(
        count: Int, concurrency: Int, deadline: Deadline, cancellation: Cancellation,
        make: (Int) throws(HTTPError) -> Exchange, report: (Int, Outcome, Double) -> Void
    ) {
        var next = 0
        while !cancellation.isCancelled && !deadline.hasPassed {
            while running.count < max(1, concurrency) && next < count {
                do { try start(next, make(next)) } catch { report(next, .failed(error), 0) }
                next += 1
            }
            if running.isEmpty { return }
            guard unsafe ccurl_multi_perform(library.table, multi) == CURLM_OK else { break }
            if collect(report) { continue }
            // libcurl shortens the wait itself when it has something to do earlier.
            let wait = min(deadline.pollTimeout, 1000)
            unsafe _ = ccurl_multi_poll(library.table, multi, cancellation.fileDescriptor, wait)
        }
        for (index, exchange) in running.values {
            unsafe ccurl_multi_remove(library.table, multi, exchange.hop.pointer)
            report(index, .unfinished(exchange.timedOut), exchange.elapsed)
        }
        running = [:]
    }

    /// Takes out what has ended; true if there was something.
    private func collect(_ report: (Int, Outcome, Double) -> Void) -> Bool {
        var any = false
        var code = CURLE_OK
        while let pointer = unsafe ccurl_multi_finished(library.table, multi, &code) {
            any = true
            guard let (index, exchange) = running.removeValue(forKey: UInt(bitPattern: pointer)) else { continue }
            unsafe ccurl_multi_remove(library.table, multi, pointer)
            do {
                switch try exchange.ended(code) {
                case .again: try start(index, exchange)
                case .done(let response): report(index, .response(response), response.timings.total)
                }
            } catch { report(index, .failed(error), exchange.elapsed) }
        }
        return any
    }

    private func start(_ index: Int, _ exchange: Exchange) throws(HTTPError) {
        guard unsafe ccurl_multi_add(library.table, multi, exchange.hop.pointer) == CURLM_OK else {
            throw HTTPError(.protocolError, "libcurl did not take the request")
        }
        unsafe running[UInt(bitPattern: exchange.hop.pointer)] = (index, exchange)
    }
}
