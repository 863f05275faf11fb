extension HTTPWriteOut {
    /// The value of a variable, or nil when there is no such variable. Times are in seconds, sizes in bytes.
    static func value(_ name: String, _ response: HTTPResponse) -> String? {
        let times = response.timings
        let transfer = response.transfer
        return switch name {
        case "http_code", "response_code": padded(response.status, to: 3)
        case "http_connect": "000"
        case "http_version": response.version
        case "method": response.method
        case "scheme": response.effectiveURL.scheme.rawValue.uppercased()
        case "content_type": response.header("content-type") ?? ""
        case "num_headers": String(response.headers.count)
        case "url": response.requestedURL.withoutCredentials
        case "url_effective": response.effectiveURL.withoutCredentials
        case "redirect_url": response.redirectURL?.withoutCredentials ?? ""
        case "num_redirects": String(response.redirectCount)
        case "num_connects": String(transfer.connections)
        case "exitcode", "ssl_verify_result", "proxy_ssl_verify_result", "urlnum": "0"
        case "errormsg", "filename_effective", "ftp_entry_path", "referer": ""

        case "time_namelookup": seconds(times.nameLookup)
        case "time_connect": seconds(times.connect)
        case "time_appconnect": seconds(times.tls)
        case "time_pretransfer": seconds(times.preTransfer)
        case "time_redirect": seconds(times.redirect)
        case "time_starttransfer": seconds(times.startTransfer)
        case "time_total": seconds(times.total)

        case "size_download": String(transfer.downloadBytes)
        case "size_upload": String(transfer.uploadBytes)
        case "size_header": String(transfer.headerBytes)
        case "size_request": String(transfer.requestBytes)
        case "speed_download": speed(transfer.downloadBytes, times.total)
        case "speed_upload": speed(transfer.uploadBytes, times.total)
        case "remote_ip": transfer.remoteAddress
        case "remote_port": String(transfer.remotePort)
        case "local_ip": transfer.localAddress
        case "local_port": String(transfer.localPort)
        default: nil
        }
    }
}

/// Six digits after the point, like curl's `%.6f`.
private func seconds(_ milliseconds: Double) -> String {
    let microseconds = Int((max(0, milliseconds) * 1000).rounded())
    return "\(microseconds / 1_000_000).\(padded(microseconds % 1_000_000, to: 6))"
}

/// Bytes a second.
private func speed(_ bytes: Int64, _ milliseconds: Double) -> String {
    milliseconds > 0 ? String(Int64((Double(bytes) * 1000 / milliseconds).rounded(.down))) : "0"
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
