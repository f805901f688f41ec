import { adapterContract } from '../adapter.contract.ts'
import { wechatDriver } from './wechat-driver.fixtures.ts'

adapterContract('WeChat over gRPC', () => wechatDriver())
