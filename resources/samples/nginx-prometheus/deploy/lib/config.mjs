/** The configuration of nginx and Prometheus, written into the state directory. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const TEMP_PATHS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

export const nginxArguments = (place) => [
  ...['-p', place.state, '-c', join(place.state, 'nginx.conf')],
  ...['-e', join(place.state, 'nginx-error.log')],
]

export function writeNginxConfig(place) {
  for (const name of TEMP_PATHS) mkdirSync(join(place.state, 'temp', name), { recursive: true })
  const text = `
daemon off;
pid ${place.state}/nginx-master.pid;
worker_processes 1;
worker_shutdown_timeout 10s;
events { worker_connections 256; }
http {
  access_log off;
  default_type application/json;
  ${TEMP_PATHS.map((name) => `${name}_temp_path ${place.state}/temp/${name};`).join('\n  ')}
  include ${place.state}/route.conf;
  server {
    listen 127.0.0.1:${place.ports.nginx};
    location = /metrics { return 404; }
    location = /_route { return 200 $route; }
    location / {
      proxy_pass http://live;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`
  writeFileSync(join(place.state, 'nginx.conf'), text)
}

/** What `/_route` answers while this weight is in force. */
export const routeToken = (greenPercent) => `green ${greenPercent}`

/** nginx has no weight 0: a colour without traffic is not in the upstream at all. */
export function writeRoute(place, greenPercent) {
  const server = (port, weight) => (weight > 0 ? `  server 127.0.0.1:${port} weight=${weight};\n` : '')
  const servers = server(place.ports.blue, 100 - greenPercent) + server(place.ports.green, greenPercent)
  const text = `upstream live {\n${servers}  keepalive 16;\n}\nmap $host $route { default "${routeToken(greenPercent)}"; }\n`
  const file = join(place.state, 'route.conf')
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

export function writePrometheusConfig(place) {
  const target = (colour) => `
      - targets: ['127.0.0.1:${place.ports[colour]}']
        labels: { colour: ${colour} }`
  const text = `
global: { scrape_interval: 1s, scrape_timeout: 900ms, evaluation_interval: 1s }
scrape_configs:
  - job_name: tariff
    static_configs:${target('blue')}${target('green')}
`
  const file = join(place.state, 'prometheus.yml')
  writeFileSync(file, text)
  return file
}
