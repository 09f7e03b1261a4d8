//! The files of runtimes that read no variables.

use std::num::NonZeroU32;

use crate::spec::Runtime;

use super::Basis;

/// Read after the image's own `zz-docker.conf`, since the folder is read in the order of names.
const PHP_FPM: &str = "/usr/local/etc/php-fpm.d/zz-kubewright.conf";
/// The main file, since `conf.d` is read inside of its `http` block, where processes cannot be set.
const NGINX: &str = "/etc/nginx/nginx.conf";
/// Connections of a process in the file of nginx's own packages.
const NGINX_CONNECTIONS: u32 = 1024;

/// The file of a runtime, and where it stands.
pub(super) fn file(basis: &Basis) -> Option<(&'static str, String)> {
    match basis.runtime {
        Runtime::PhpFpm => Some((PHP_FPM, php_fpm(basis)?)),
        Runtime::Nginx => Some((NGINX, nginx(basis)?)),
        _ => None,
    }
}

fn php_fpm(basis: &Basis) -> Option<String> {
    let crew = basis.crew.as_ref()?;
    Some(format!(
        "\
[global]
; `shutdown.drain`: a child has so long to finish its request.
process_control_timeout = {}s

[www]
; A fixed number, since the pod's memory is there for all of them anyway.
pm = static
; {}.
pm.max_children = {}
",
        basis.drain, crew.formula, crew.processes
    ))
}

fn nginx(basis: &Basis) -> Option<String> {
    let crew = basis.crew.as_ref()?;
    let workers = basis.load.workers_per_replica.map(NonZeroU32::get);
    let needed = workers.map(|workers| workers.saturating_mul(2).div_ceil(crew.processes));
    let (connections, why) = match (workers, needed) {
        (Some(workers), Some(needed)) if needed > NGINX_CONNECTIONS => {
            (needed, format!("`load.workersPerReplica` {workers} x 2, to client and upstream, over all processes."))
        }
        _ => (NGINX_CONNECTIONS, "As in nginx's own packages; a proxied request takes two.".to_owned()),
    };
    Some(format!(
        "\
# {}; `auto` would count those of the whole node.
worker_processes {};
# `shutdown.drain`: connections that are still open then are closed.
worker_shutdown_timeout {}s;
error_log /dev/stderr notice;
# The root file system is read-only; /tmp is not.
pid /tmp/nginx.pid;

events {{
    # {why}
    worker_connections {connections};
}}

http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    log_format main '$remote_addr - $remote_user [$time_local] \"$request\" '
                    '$status $body_bytes_sent \"$http_referer\" '
                    '\"$http_user_agent\" \"$http_x_forwarded_for\"';
    access_log /dev/stdout main;
    sendfile on;
    keepalive_timeout 65;
    client_body_temp_path /tmp/client_temp;
    proxy_temp_path /tmp/proxy_temp;
    fastcgi_temp_path /tmp/fastcgi_temp;
    uwsgi_temp_path /tmp/uwsgi_temp;
    scgi_temp_path /tmp/scgi_temp;
    # The servers of the image.
    include /etc/nginx/conf.d/*.conf;
}}
",
        crew.formula, crew.processes, basis.drain
    ))
}
