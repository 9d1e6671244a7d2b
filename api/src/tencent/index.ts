export { codeFault, TencentFault, tencentFaultOf } from './fault.js';
export { clientConfig } from './client-config.js';
