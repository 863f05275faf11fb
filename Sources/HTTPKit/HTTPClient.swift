public import SystemKit

/// Sends HTTP/1.1 requests with libcurl, which is loaded at the first one. Safe to use from several threads; each call blocks its own.
public struct HTTPClient: Sendable {
    public init() {}

    /// Sends one request and waits for the whole answer.
    ///
    /// - Throws: `HTTPError`. A status of 400 or more is an answer and no error.
    public func send(_ request: HTTPRequest, deadline: Deadline, cancellation: Cancellation) throws(HTTPError) -> HTTPResponse {
        let library = try CurlLibrary.shared.get()
        let loop = try TransferLoop(library)
        var outcome: TransferLoop.Outcome?
        let make = { (_: Int) throws(HTTPError) in try Exchange(library, request) }
        loop.run(count: 1, concurrency: 1, deadline: deadline, cancellation: cancellation, make: make) { _, result, _ in outcome = result }
        switch outcome {
        case .response(let response): return response
        case .failed(let error): throw error
        case .unfinished(let error): throw cancellation.isCancelled ? cancelled(request) : error
        case nil: throw cancellation.isCancelled ? cancelled(request) : .timedOut(.connect, request.url)
        }
    }

    /// Sends the same request again and again, to learn how a service answers.
    ///
    /// - Parameters:
    ///   - count: requests in all.
    ///   - concurrency: requests at a time, at least 1.
    ///   - progress: gets each sample as it ends, with its index; called on this thread.
    /// - Returns: one sample for each index, in order. After a cancellation the rest are `.unfinished` and `.notStarted`.
    /// - Throws: `HTTPError` only when nothing can be sent at all: `.libraryMissing`, `.invalidRequest`.
    public func sample(
        _ request: HTTPRequest, count: Int, concurrency: Int, deadline: Deadline, cancellation: Cancellation,
        progress: (Int, HTTPSample) -> Void = { _, _ in }
    ) throws(HTTPError) -> [HTTPSample] {
        try request.validate()
        let library = try CurlLibrary.shared.get()
        let loop = try TransferLoop(library)
        var samples = [HTTPSample](repeating: .notStarted, count: max(0, count))
        let make = { (_: Int) throws(HTTPError) in try Exchange(library, request) }
        loop.run(count: samples.count, concurrency: concurrency, deadline: deadline, cancellation: cancellation, make: make) {
            index, outcome, time in
            let sample: HTTPSample =
                switch outcome {
                case .response(let response): .response(status: response.status, milliseconds: time)
                case .failed(let error): .failed(error, milliseconds: time)
                case .unfinished: .unfinished(milliseconds: time)
                }
            samples[index] = sample
            progress(index, sample)
        }
        return samples
    }
}

private func cancelled(_ request: HTTPRequest) -> HTTPError {
    HTTPError(.cancelled, "the request to \(request.url.origin) was cancelled")
}
