/// What a response asks to be done next.
enum Redirect {
    /// It is no redirect.
    case none
    /// It is one that stays as it is, and why; the target is nil when it cannot be read.
    case notFollowed(HTTPURL?, String)
    case follow(HTTPRequest)

    /// Never more than this, whatever the request says.
    static let most = 5

    /// - Parameter followed: redirects followed so far.
    /// - Throws: `HTTPError` `.tooManyRedirects`.
    init(_ response: HTTPResponse, request: HTTPRequest, policy: HTTPRedirects, followed: Int) throws(HTTPError) {
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.header("location") else {
            self = .none
            return
        }
        let target: HTTPURL
        do { target = try request.url.resolving(location) } catch {
            self = .notFollowed(nil, "redirects to an address that cannot be followed: \(error.message)")
            return
        }
        guard case .sameOrigin(let limit) = policy else {
            self = .notFollowed(target, "redirects to \(target.withoutCredentials); redirects are not followed here")
            return
        }
        guard target.origin == request.url.origin else {
            self = .notFollowed(target, "redirects to \(target.withoutCredentials), another origin; it was not followed")
            return
        }
        guard followed < min(limit, Redirect.most) else {
            throw HTTPError(.tooManyRedirects, "\(request.url.origin) redirected more than \(followed) times")
        }
        var next = request
        next.url = target
        // RFC 9110, 15.4: 303 asks for GET, and after 301 and 302 every browser turns POST into it.
        let turnsIntoGet = response.status == 303 ? request.method != "HEAD" : response.status < 303 && request.method == "POST"
        if turnsIntoGet {
            next.method = "GET"
            next.body = nil
            next.headers.removeAll { ["content-type", "content-length"].contains($0.name.lowercased()) }
        }
        self = .follow(next)
    }
}
